/** Interfaces and functions of published packages, by `namespace:name`. */
export type Catalogue = Readonly<
  Record<
    string,
    {
      /** All interfaces of the package are listed. */
      readonly complete: boolean
      /** By rising version. A later patch of a release only adds to an earlier one. */
      readonly releases: readonly {
        readonly newest: string
        /** Name → names of functions. */
        readonly interfaces: Readonly<Record<string, readonly string[]>>
      }[]
    }
  >
>
