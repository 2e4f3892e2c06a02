/** Made by the build. */
declare module 'airlock:page' {
  const page: import('./app.ts').Page
  export default page
}
