//! Every function of the corpus, in Rust.

use std::cell::Cell;

wit_bindgen::generate!({ path: "../wit", world: "corpus" });

use exports::conformance::corpus::values::*;

struct Component;

thread_local! {
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

macro_rules! echo {
    ($($name:ident: $type:ty),* $(,)?) => { $(fn $name(v: $type) -> $type { v })* };
}

macro_rules! show {
    ($($name:ident: $type:ty),* $(,)?) => { $(fn $name(v: $type) -> String { format!("{v:?}") })* };
}

impl exports::conformance::corpus::values::Guest for Component {
    echo! {
        echo_bool: bool,
        echo_u8: u8,
        echo_s8: i8,
        echo_u16: u16,
        echo_s16: i16,
        echo_u32: u32,
        echo_s32: i32,
        echo_u64: u64,
        echo_s64: i64,
        echo_f32: f32,
        echo_f64: f64,
        echo_char: char,
        echo_text: Text,
        echo_bytes: Vec<u8>,
        echo_signed_bytes: Vec<i8>,
        echo_bools: Vec<bool>,
        echo_shorts: Vec<u16>,
        echo_words: Vec<u32>,
        echo_longs: Vec<u64>,
        echo_signed_longs: Vec<i64>,
        echo_floats: Vec<f32>,
        echo_doubles: Vec<f64>,
        echo_chars: Vec<char>,
        echo_texts: Texts,
        echo_blobs: Vec<Vec<u8>>,
        echo_grid: Vec<Vec<String>>,
        echo_pairs: Vec<(u8, u64)>,
        echo_tuple: (u8, i64, f32, String),
        echo_tuple_of_one: (String,),
        echo_deep_tuple: ((u8, (char,)), Vec<(bool, i16)>),
        echo_point: Point,
        echo_record: Record,
        echo_wide: Wide,
        echo_nested: Nested,
        echo_holder: Holder,
        echo_shape: Shape,
        echo_shapes: Vec<Shape>,
        echo_only_text: OnlyText,
        echo_of_numbers: OfNumbers,
        echo_colour: Colour,
        echo_many: Many,
        echo_one: One,
        echo_colours: Vec<Colour>,
        echo_lone: Lone,
        echo_few: Few,
        echo_eight: Eight,
        echo_nine: Nine,
        echo_sixteen: Sixteen,
        echo_thirty_two: ThirtyTwo,
        echo_rights: Vec<Nine>,
        echo_option: Option<u8>,
        echo_option_text: Option<String>,
        echo_option_option: Option<Option<u32>>,
        echo_option_three: Option<Option<Option<bool>>>,
        echo_options: Vec<Option<String>>,
        echo_option_bytes: Option<Vec<u8>>,
        echo_option_record: Option<Point>,
        echo_option_result: Option<Result<Option<u8>, String>>,
        echo_results: Vec<Result<u32, String>>,
        echo_result_option: (Result<Option<u8>, Option<String>>, Result<Result<u8, String>, Result<(), ()>>),
        return_both: Result<u32, String>,
        return_ok: Result<u32, ()>,
        return_err: Result<(), String>,
        return_neither: Result<(), ()>,
        return_nested: Result<Result<u8, String>, Result<Vec<u8>, Shape>>,
        return_records: Result<Nested, Holder>,
        return_options: Result<Option<u8>, Option<String>>,
    }

    show! {
        show_s64: i64,
        show_u64: u64,
        show_f32: f32,
        show_f64: f64,
        show_char: char,
        show_bytes: Vec<u8>,
        show_record: Record,
        show_shape: Shape,
        show_many: Many,
        show_nine: Nine,
        show_thirty_two: ThirtyTwo,
        show_option_option: Option<Option<u32>>,
        show_results: Vec<Result<u32, String>>,
        show_grid: Vec<Vec<String>>,
    }

    fn show_text(v: String) -> String {
        format!("{}: {:?}", v.len(), v.chars().map(|char| char as u32).collect::<Vec<_>>())
    }

    #[allow(clippy::too_many_arguments)]
    fn join_all(
        a: u8, b: i64, c: f32, d: f64, e: String, f: char, g: bool, h: Vec<u8>, i: Option<u16>, j: Colour, k: Few, l: Point,
    ) -> String {
        format!("{:?}", (a, b, c, d, e, f, g, h, i, j, k, l))
    }

    fn pair(a: String, b: Option<String>) -> (Option<String>, String) {
        (b, a)
    }

    fn nothing() {}

    fn count() -> u32 {
        CALLS.with(|calls| {
            calls.set(calls.get() + 1);
            calls.get()
        })
    }

    fn repeat(text: String, times: u32) -> String {
        text.repeat(times as usize)
    }

    fn blob(size: u32) -> Vec<u8> {
        (0..size).map(|index| (index % 251) as u8).collect()
    }

    fn fail(how: String) -> u32 {
        match how.as_str() {
            "type" => how.parse().unwrap(),
            "range" => how.as_bytes()[how.len() + 1].into(),
            "deep" => Self::fail(how.clone()) + how.len() as u32,
            "exit" => std::process::exit(3),
            _ => panic!("{how}"),
        }
    }

    fn recurse(depth: u32) -> u32 {
        if depth == 0 { 0 } else { 1 + Self::recurse(depth - 1) }
    }
}

impl Guest for Component {
    fn plain(mut v: Vec<String>) -> Vec<String> {
        v.reverse();
        v
    }
}

export!(Component);
