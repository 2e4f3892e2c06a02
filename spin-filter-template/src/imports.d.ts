/** What the component offers, as the JavaScript engine hands it over. */
declare module 'text:filter/transform@0.1.0' {
  export function apply(text: string): string
}
