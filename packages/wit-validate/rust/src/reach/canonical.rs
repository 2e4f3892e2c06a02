//! The core functions that the component model makes, and the functions that it makes of core functions.

use super::frame::{Frame, at};
use super::gave_up::GaveUp;
use super::items::{CoreFunction, Function};
use super::linked::{Canonical, Linked};
use super::signatures::Signature;
use wasmparser::{CanonicalFunction, CanonicalOption};

/// Adds the function to the index space that it belongs to.
pub fn read_canonical(
    function: &CanonicalFunction,
    frame: &mut Frame<'_>,
    linked: &mut Linked,
) -> Result<(), GaveUp> {
    use CanonicalFunction as Made;
    let mut canonical = Canonical::default();
    match function {
        Made::Lift { core_func_index, options, .. } => {
            let mut lifted = read_options(options, frame)?;
            lifted.push(frame.core_function(*core_func_index)?);
            frame.functions.push(Function::Lifted(linked.lifted.len() as u32));
            linked.lifted.push(lifted);
            return Ok(());
        }
        Made::Lower { func_index, options } => {
            canonical.lowers = Some(at(&frame.functions, *func_index)?);
            canonical.options = read_options(options, frame)?;
        }
        Made::TaskReturn { options, .. }
        | Made::StreamRead { options, .. }
        | Made::StreamWrite { options, .. }
        | Made::FutureRead { options, .. }
        | Made::FutureWrite { options, .. }
        | Made::ErrorContextNew { options }
        | Made::ErrorContextDebugMessage { options } => canonical.options = read_options(options, frame)?,
        // By which type is in the core types of the component, which nothing here keeps.
        Made::ThreadSpawnRef { .. } => canonical.calls_reference = Some(Signature::ANY),
        Made::ThreadSpawnIndirect { table_index, .. } | Made::ThreadNewIndirect { table_index, .. } => {
            canonical.calls_table = Some(at(&frame.core_tables, *table_index)?);
        }
        // The destructor that a drop calls is one of the roots. Waiting and yielding let other tasks of the component
        // go on, whose code was reached when they began.
        Made::ResourceNew { .. }
        | Made::ResourceDrop { .. }
        | Made::ResourceRep { .. }
        | Made::ThreadAvailableParallelism
        | Made::BackpressureInc
        | Made::BackpressureDec
        | Made::TaskCancel
        | Made::ContextGet { .. }
        | Made::ContextSet { .. }
        | Made::ThreadYield { .. }
        | Made::SubtaskDrop
        | Made::SubtaskCancel { .. }
        | Made::StreamNew { .. }
        | Made::StreamCancelRead { .. }
        | Made::StreamCancelWrite { .. }
        | Made::StreamDropReadable { .. }
        | Made::StreamDropWritable { .. }
        | Made::FutureNew { .. }
        | Made::FutureCancelRead { .. }
        | Made::FutureCancelWrite { .. }
        | Made::FutureDropReadable { .. }
        | Made::FutureDropWritable { .. }
        | Made::ErrorContextDrop
        | Made::WaitableSetNew
        | Made::WaitableSetWait { .. }
        | Made::WaitableSetPoll { .. }
        | Made::WaitableSetDrop
        | Made::WaitableJoin
        | Made::ThreadIndex
        | Made::ThreadResumeLater
        | Made::ThreadSuspend { .. }
        | Made::ThreadSuspendThenResume { .. }
        | Made::ThreadYieldThenResume { .. }
        | Made::ThreadSuspendThenPromote { .. }
        | Made::ThreadYieldThenPromote { .. } => {}
    }
    frame.core_functions.push(CoreFunction::Canonical(linked.canonical.len() as u32));
    linked.canonical.push(canonical);
    Ok(())
}

/// The functions among the options.
fn read_options(options: &[CanonicalOption], frame: &Frame<'_>) -> Result<Vec<CoreFunction>, GaveUp> {
    let functions = options.iter().filter_map(|option| match option {
        CanonicalOption::Realloc(function)
        | CanonicalOption::PostReturn(function)
        | CanonicalOption::Callback(function) => Some(*function),
        CanonicalOption::UTF8
        | CanonicalOption::UTF16
        | CanonicalOption::CompactUTF16
        | CanonicalOption::Memory(_)
        | CanonicalOption::Async
        | CanonicalOption::CoreType(_)
        | CanonicalOption::Gc => None,
    });
    functions.map(|function| frame.core_function(function)).collect()
}
