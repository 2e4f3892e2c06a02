;; Text that assembles, of a component that refers to what does not exist.
(component
  (alias export 3 "f" (func)))
