//! The WebAssembly crates behind one WIT interface. Nothing here does I/O.

mod failure;
pub mod reach;
pub mod restrict;

use failure::Failure;
use std::cell::RefCell;

wit_bindgen::generate!({ path: "wit", world: "validate" });

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the message of a panic where `last-panic` finds it: the panic itself becomes a trap.
fn record_panics() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        let text = text.unwrap_or_else(|| info.to_string());
        LAST_PANIC.with(|last| *last.borrow_mut() = Some(text));
    }));
}

fn answer<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, String> {
    record_panics();
    run().map_err(|failure| failure.to_json())
}

struct Validate;

impl Guest for Validate {
    fn build_adapter(
        component: Vec<u8>,
        denied: Vec<DeniedFunction>,
        always_trap: bool,
    ) -> Result<Adapter, String> {
        answer(|| {
            let restrict::Adapter { component, imports, report } = restrict::build_adapter(
                &component,
                denied.into_iter().map(|one| (one.import, one.function)).collect(),
                always_trap,
            )?;
            Ok(Adapter { component, imports, report })
        })
    }

    fn find_called_imports(component: Vec<u8>) -> String {
        record_panics();
        reach::find_called_imports(&component)
    }

    fn last_panic() -> Option<String> {
        LAST_PANIC.with(|last| last.borrow().clone())
    }
}

export!(Validate);
