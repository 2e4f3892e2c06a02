import type { WitFiles } from './component.ts'

/** The WIT of the prompt interface: the default wherever no other WIT is given. */
export const promptWit: WitFiles = {
  'promptprocessor.wit': `package component:promptprocessor@0.0.1;

/// Changes a prompt on its way to a language model, and the answer on its way back.
interface promptmodification {
  /// Called with what the user typed; what it returns is sent to the model.
  before: func(userprompt: string) -> string;
  /// Called with what the model answered; what it returns is shown to the user.
  after: func(promptresult: string) -> string;
}

/// What a prompt component offers.
world promptmodifier {
  export promptmodification;
}

/// What an application that takes a prompt component asks for.
world promptmodifierhost {
  import promptmodification;
}
`,
}

/** The world of {@link promptWit} that a prompt component exports. */
export const promptWorld = 'promptmodifier'
