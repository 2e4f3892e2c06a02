/** The page: sends the prompt, shows every stage. Whatever comes back is shown as text and nothing else. */

interface Answer {
  readonly prompt: string
  readonly modifiedPrompt: string
  readonly completion: string
  readonly result: string
  readonly model: string
  readonly usage: { readonly promptTokenCount: number; readonly generatedTokenCount: number }
}

const form = find<HTMLFormElement>('#form')
const input = find<HTMLTextAreaElement>('#prompt')
const button = find<HTMLButtonElement>('#send')
const status = find('#status')
const problem = find('#error')
const stages = find('#stages')
const facts = find('.facts')

/** Where a deployment of Airlock shows how the application is put together; other hosts have nothing there. */
const graphPath = '/.well-known/airlock/graph.svg'
const picture = find<HTMLImageElement>('#graph img')
picture.addEventListener('load', () => {
  find('#graph').hidden = false
})
picture.src = graphPath

function find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const element = document.querySelector<Kind>(selector)
  if (!element) throw new Error(`no ${selector} on the page`)
  return element
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  if (!isBusy()) void send(input.value)
})

input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    form.requestSubmit()
  }
})

async function send(prompt: string): Promise<void> {
  setBusy(true)
  clear(prompt)
  try {
    show(await ask(prompt))
    status.textContent = 'The result is there.'
  } catch (error) {
    status.textContent = ''
    problem.textContent = error instanceof Error ? error.message : String(error)
    problem.hidden = false
  } finally {
    setBusy(false)
  }
}

async function ask(prompt: string): Promise<Answer> {
  const response = await fetch('api/prompt', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
  }).catch(() => {
    throw new Error('The application does not answer. Is it still running?')
  })
  const value = await response.json().catch(() => undefined)
  if (response.ok && value !== undefined) return value
  const message = value?.error?.message ?? 'The application gave no reason.'
  throw new Error(`${message} (HTTP ${response.status})`)
}

function clear(prompt: string): void {
  status.textContent = 'Waiting for the language model.'
  problem.hidden = true
  facts.hidden = true
  for (const name of ['modifiedPrompt', 'completion', 'result']) setText(name, '')
  setText('prompt', prompt)
}

function show(answer: Answer): void {
  setText('prompt', answer.prompt)
  setText('modifiedPrompt', answer.modifiedPrompt, answer.prompt)
  setText('completion', answer.completion)
  setText('result', answer.result, answer.completion)
  const { promptTokenCount, generatedTokenCount } = answer.usage
  for (const [name, value] of Object.entries({
    model: answer.model,
    promptTokenCount,
    generatedTokenCount,
  })) {
    find(`[data-field="${name}"]`).textContent = String(value)
  }
  facts.hidden = false
}

/** @param before The text that came into the stage, to tell whether the component changed it. */
function setText(stage: string, text: string, before?: string): void {
  const element = find(`[data-stage="${stage}"] .text`)
  element.textContent = text
  element.toggleAttribute('data-unchanged', text !== '' && text === before)
}

function isBusy(): boolean {
  return button.getAttribute('aria-disabled') === 'true'
}

/** The button stays in the tab order, so that the focus is not lost. */
function setBusy(busy: boolean): void {
  button.setAttribute('aria-disabled', String(busy))
  button.textContent = busy ? 'Sending…' : 'Send'
  stages.setAttribute('aria-busy', String(busy))
}
