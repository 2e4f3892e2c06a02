/** WIT for tests: every kind of type, and names that are keywords somewhere. */
export const richWit = {
  'rich.wit': `package my:pkg@1.0.0;

interface shared-types {
  record size { width: u32, height: u32 }
  variant paint { none, named(string), rgb(tuple<u8, u8, u8>) }
}

/// The world does not export it: a component imports it.
interface open-types {
  record label { text: string }
}

interface tools {
  use shared-types.{size, paint};
  use open-types.{label};
  record point { x: u32, %from: f64, tags: list<string>, maybe: option<string>, size: size }
  /// A STRANGER'S COMMENT */ \\ '
  enum color { red, dark-blue }
  flags perms { read, write-all }
  variant shape { circle(f64), nothing, %none }
  type id = u64;
  move-by: func(p: point, by: id) -> point;
  pick: func(c: color) -> color;
  allow: func(p: perms) -> perms;
  draw: func(s: shape, p: paint) -> shape;
  nested: func(a: option<option<u8>>) -> option<option<u8>>;
  try-it: func(s: string) -> result<u64, string>;
  upper: func(n: u8, s: string) -> result<string, color>;
  nothing: func() -> result;
  tag: func(l: label) -> label;
  void: func(class: string);
  inner: func() -> result<result<u8, string>, string>;
  tup: func() -> tuple<u8, char, bool>;
  numbers: func(a: list<u8>, b: list<s64>) -> list<f64>;
  delete: func(%import: string, lambda: list<string>) -> list<string>;
  %import: func() -> u64;
  print: func(%list: string) -> string;
}

interface second { pass: func(a: f32) -> u8; }

world app { export shared-types; export tools; export second; }
`,
}
