(component
  (component $part )
  (export "part" (component $part)))
