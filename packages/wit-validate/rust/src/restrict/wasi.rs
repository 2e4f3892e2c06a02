//! What of WASI can be as if it were empty, in every version 0.2: environment, preopened folders, standard streams;
//! and random numbers, without which hardly any runtime starts.

use super::answers::{Answer, Answers, Numbers};
use super::constants::Constant;
use super::plan::Stub;
use wit_parser::{Function, Type, TypeDefKind, TypeId, TypeOwner};

/// As much as an output stream says that it takes at once.
const WRITABLE_BYTES: u64 = 64 * 1024;

/// The answer, if the function is one of those and has the type that it has in WASI.
pub fn wasi_answer(answers: &Answers, stub: &Stub) -> Option<Answer> {
    let interface = unversioned(&stub.import)?;
    let result = stub.function.result.as_ref();
    let list = || is_list(answers, result?).then_some(Answer::Empty(Constant::List(Vec::new())));
    let none = || is_option(answers, result?).then_some(Answer::Empty(Constant::Case(0, None)));
    let stream = |name| Some(fresh(answers, result?, "wasi:io/streams", name));
    match (interface, stub.name.as_str()) {
        ("wasi:cli/environment", "get-environment" | "get-arguments") => list(),
        ("wasi:cli/environment", "initial-cwd") => none(),
        ("wasi:filesystem/preopens", "get-directories") => list(),
        ("wasi:cli/terminal-stdin", "get-terminal-stdin")
        | ("wasi:cli/terminal-stdout", "get-terminal-stdout")
        | ("wasi:cli/terminal-stderr", "get-terminal-stderr") => none(),
        ("wasi:cli/stdout", "get-stdout") | ("wasi:cli/stderr", "get-stderr") => stream("output-stream"),
        ("wasi:cli/stdin", "get-stdin") => stream("input-stream"),
        ("wasi:sockets/instance-network", "instance-network") => {
            Some(fresh(answers, result?, "wasi:sockets/network", "network"))
        }
        ("wasi:io/streams", name) if is_method_of_own(answers, stub) => of_stream(answers, result?, name),
        ("wasi:io/poll", name) => of_poll(answers, stub, name),
        ("wasi:random/random", "get-random-bytes" | "get-random-u64")
        | ("wasi:random/insecure", "get-insecure-random-bytes" | "get-insecure-random-u64")
        | ("wasi:random/insecure-seed", "insecure-seed") => {
            Some(Answer::Predictable(numbers(answers, &stub.function)?))
        }
        _ => None,
    }
}

fn numbers(answers: &Answers, function: &Function) -> Option<Numbers> {
    let result = function.result.as_ref()?;
    let params: Vec<Type> = function.params.iter().map(|param| param.ty).collect();
    match (params.as_slice(), result, answers.kind(result)) {
        ([Type::U64], _, Some(TypeDefKind::List(Type::U8))) => Some(Numbers::Bytes),
        ([], Type::U64, _) => Some(Numbers::One),
        ([], _, Some(TypeDefKind::Tuple(tuple))) if tuple.types == [Type::U64; 2] => Some(Numbers::Two),
        _ => None,
    }
}

/// The streams are the adapter's own, so they are the standard ones: the first takes everything, the other is at
/// its end, which is what its errors say.
fn of_stream(answers: &Answers, result: &Type, name: &str) -> Option<Answer> {
    let ok = |payload: Option<Constant>| Answer::Empty(Constant::Case(0, payload.map(Box::new)));
    match name {
        "[method]output-stream.check-write" => {
            is_result_of(answers, result, Some(Type::U64)).then(|| ok(Some(Constant::Number(WRITABLE_BYTES))))
        }
        "[method]output-stream.write"
        | "[method]output-stream.blocking-write-and-flush"
        | "[method]output-stream.flush"
        | "[method]output-stream.blocking-flush"
        | "[method]output-stream.write-zeroes"
        | "[method]output-stream.blocking-write-zeroes-and-flush" => {
            is_result_of(answers, result, None).then(|| ok(None))
        }
        "[method]output-stream.subscribe" | "[method]input-stream.subscribe" => {
            Some(fresh(answers, result, "wasi:io/poll", "pollable"))
        }
        _ => None,
    }
}

/// Of the adapter's own pollables, all are ready.
fn of_poll(answers: &Answers, stub: &Stub, name: &str) -> Option<Answer> {
    let result = stub.function.result.as_ref();
    match (name, result) {
        ("[method]pollable.ready", Some(Type::Bool)) if is_method_of_own(answers, stub) => {
            Some(Answer::Empty(Constant::Number(1)))
        }
        ("[method]pollable.block", None) if is_method_of_own(answers, stub) => Some(Answer::Nothing),
        ("poll", Some(ty)) => match answers.kind(ty)? {
            TypeDefKind::List(Type::U32) if polls_own(answers, stub) => Some(Answer::FirstOfList),
            _ => None,
        },
        _ => None,
    }
}

fn polls_own(answers: &Answers, stub: &Stub) -> bool {
    let [list] = stub.function.params.as_slice() else { return false };
    match answers.kind(&list.ty) {
        Some(TypeDefKind::List(ty)) => borrowed(answers, ty).is_some_and(|resource| answers.is_own(resource)),
        _ => false,
    }
}

fn is_method_of_own(answers: &Answers, stub: &Stub) -> bool {
    let resource = stub.function.params.first().and_then(|this| borrowed(answers, &this.ty));
    resource.is_some_and(|resource| answers.is_own(resource))
}

fn borrowed(answers: &Answers, ty: &Type) -> Option<TypeId> {
    match answers.kind(ty)? {
        TypeDefKind::Handle(wit_parser::Handle::Borrow(id)) => {
            Some(super::answers::resource_of(answers.resolve, *id))
        }
        _ => None,
    }
}

/// A resource can be made only where the adapter defines it.
fn fresh(answers: &Answers, result: &Type, interface: &str, name: &str) -> Answer {
    let resource = answers.owned(result).filter(|id| {
        let ty = &answers.resolve.types[*id];
        let TypeOwner::Interface(owner) = ty.owner else { return false };
        let full = answers.resolve.id_of(owner);
        answers.is_own(*id)
            && ty.name.as_deref() == Some(name)
            && full.is_some_and(|full| unversioned(&full) == Some(interface))
    });
    resource.map_or(Answer::Trap, Answer::Fresh)
}

fn is_list(answers: &Answers, ty: &Type) -> bool {
    matches!(answers.kind(ty), Some(TypeDefKind::List(_)))
}

fn is_option(answers: &Answers, ty: &Type) -> bool {
    matches!(answers.kind(ty), Some(TypeDefKind::Option(_)))
}

fn is_result_of(answers: &Answers, ty: &Type, ok: Option<Type>) -> bool {
    matches!(answers.kind(ty), Some(TypeDefKind::Result(result)) if result.ok == ok)
}

/// `wasi:cli/stdout` of `wasi:cli/stdout@0.2.9`; nothing where the version is another one.
fn unversioned(name: &str) -> Option<&str> {
    let (interface, version) = name.split_once('@')?;
    (version == "0.2" || version.starts_with("0.2.")).then_some(interface)
}
