/** The colours of a drawing: for light, and what takes their place in the dark. No two of the light ones are equal. */
const palette = {
  ground: ['#f5f6f4', '#101618'],
  surface: ['#ffffff', '#182124'],
  ink: ['#1b2426', '#e6eceb'],
  quiet: ['#566467', '#9db0b0'],
  line: ['#c3cecb', '#3a4b4e'],
  frame: ['#fafbfa', '#141c1e'],
  accent: ['#0b7477', '#4ec6c4'],
  onAccent: ['#fefefe', '#06201f'],
  plug: ['#b4530a', '#f0a35e'],
  plugGround: ['#fff8f0', '#241d16'],
  problem: ['#a8201a', '#ff9c94'],
  problemGround: ['#fdf0ef', '#2c1716'],
} as const satisfies Record<string, readonly [string, string]>

export type Colour = keyof typeof palette

/** A colour as it stands in a drawing. */
export function light(colour: Colour): string {
  return palette[colour][0]
}

/** Rules that change every colour of a drawing where the reader prefers dark. */
export function darkRules(): string {
  const rules = Object.values(palette).map(
    ([from, to]) => `[fill="${from}"]{fill:${to}}[stroke="${from}"]{stroke:${to}}`,
  )
  return `@media (prefers-color-scheme:dark){${rules.join('')}}`
}
