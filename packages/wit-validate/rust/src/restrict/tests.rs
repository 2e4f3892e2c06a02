use super::build_adapter;

#[test]
fn what_is_no_component_is_refused() {
    let failure = build_adapter(b"nothing", Vec::new(), false).unwrap_err();
    assert!(failure.message().contains("no WIT"), "{}", failure.message());
}
