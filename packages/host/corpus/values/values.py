"""Every function of the corpus, in plain Python."""

calls = 0


def echo_bool(v):
    return v


def echo_u8(v):
    return v


def echo_s8(v):
    return v


def echo_u16(v):
    return v


def echo_s16(v):
    return v


def echo_u32(v):
    return v


def echo_s32(v):
    return v


def echo_u64(v):
    return v


def echo_s64(v):
    return v


def echo_f32(v):
    return v


def echo_f64(v):
    return v


def echo_char(v):
    return v


def echo_text(v):
    return v


def echo_bytes(v):
    return v


def echo_signed_bytes(v):
    return v


def echo_bools(v):
    return v


def echo_shorts(v):
    return v


def echo_words(v):
    return v


def echo_longs(v):
    return v


def echo_signed_longs(v):
    return v


def echo_floats(v):
    return v


def echo_doubles(v):
    return v


def echo_chars(v):
    return v


def echo_texts(v):
    return v


def echo_blobs(v):
    return v


def echo_grid(v):
    return v


def echo_pairs(v):
    return v


def echo_tuple(v):
    return v


def echo_tuple_of_one(v):
    return v


def echo_deep_tuple(v):
    return v


def echo_point(v):
    return v


def echo_record(v):
    return v


def echo_wide(v):
    return v


def echo_nested(v):
    return v


def echo_holder(v):
    return v


def echo_shape(v):
    return v


def echo_shapes(v):
    return v


def echo_only_text(v):
    return v


def echo_of_numbers(v):
    return v


def echo_colour(v):
    return v


def echo_many(v):
    return v


def echo_one(v):
    return v


def echo_colours(v):
    return v


def echo_lone(v):
    return v


def echo_few(v):
    return v


def echo_eight(v):
    return v


def echo_nine(v):
    return v


def echo_sixteen(v):
    return v


def echo_thirty_two(v):
    return v


def echo_rights(v):
    return v


def echo_option(v):
    return v


def echo_option_text(v):
    return v


def echo_option_option(v):
    return v


def echo_option_three(v):
    return v


def echo_options(v):
    return v


def echo_option_bytes(v):
    return v


def echo_option_record(v):
    return v


def echo_option_result(v):
    return v


def echo_results(v):
    return v


def echo_result_option(v):
    return v


def settle(result):
    """Returns the value of an Ok; an Err is an exception."""
    if isinstance(result, BaseException):
        raise result
    return result.value


def return_both(v):
    return settle(v)


def return_ok(v):
    return settle(v)


def return_err(v):
    return settle(v)


def return_neither(v):
    return settle(v)


def return_nested(v):
    return settle(v)


def return_records(v):
    return settle(v)


def return_options(v):
    return settle(v)


def show_s64(v):
    return repr(v)


def show_u64(v):
    return repr(v)


def show_f32(v):
    return repr(v)


def show_f64(v):
    return repr(v)


def show_char(v):
    return repr(v)


def show_text(v):
    return f"{len(v)}: {[ord(char) for char in v]}"


def show_bytes(v):
    return repr(v)


def show_record(v):
    return repr(v)


def show_shape(v):
    return repr(v)


def show_many(v):
    return repr(v)


def show_nine(v):
    return repr(v)


def show_thirty_two(v):
    return repr(v)


def show_option_option(v):
    return repr(v)


def show_results(v):
    return repr(v)


def show_grid(v):
    return repr(v)


def join_all(a, b, c, d, e, f, g, h, i, j, k, l):
    return repr((a, b, c, d, e, f, g, h, i, j, k, l))


def pair(a, b):
    return (b, a)


def nothing():
    return None


def count():
    global calls
    calls += 1
    return calls


def repeat(text, times):
    return text * times


def blob(size):
    return bytes(index % 251 for index in range(size))


def fail(how):
    if how == "type":
        return "no number"
    if how == "range":
        return 2**32
    if how == "deep":
        return fail(how) + 1
    if how == "exit":
        raise SystemExit(3)
    raise ValueError(how)


def recurse(depth):
    return 0 if depth == 0 else 1 + recurse(depth - 1)


def plain(v):
    return v[::-1]
