/**
 * The parts of koffi 3.3.4 by which Windows is called, as its documentation has them. Its own types answer
 * `any` for every call.
 */
declare module 'koffi' {
  /** A type of C, to build others of and to give to `func`. */
  interface CType {
    /** Bytes. */
    readonly size: number
  }
  /** A pointer is a bigint, or null. */
  type CValue = bigint | number | boolean | string | null
  /** Members that it leaves out are zero. */
  type CStruct = Readonly<Record<string, number>>
  interface Library {
    /** Throws when the library has no such function. */
    func(
      name: string,
      result: CType | string,
      parameters: readonly (CType | string)[],
    ): (...values: readonly (CValue | CStruct)[]) => CValue
  }
  /** Throws when there is no such library. */
  export function load(path: string): Library
  export function opaque(): CType
  export function pointer(to: CType): CType
  export function array(of: CType | string, length: number): CType
  export function struct(members: Readonly<Record<string, CType | string>>): CType
}
