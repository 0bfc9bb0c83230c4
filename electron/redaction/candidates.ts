import { candidatesCode } from './candidates-code.ts'

/** Known texts are found by groups of so many bytes. */
export const groupBytes = 4

/** As `candidates.wat` lays out its memory. */
const trigramTables = 65_536
const userInfoTable = 65_664
const placesFound = 65_920
const input = 328_064

/** As many bytes as are looked at in one step. */
export const blockBytes = 65_536

/** What is looked for, as tables for the code. */
export class Tables {
  readonly bytes: Uint8Array
  /** Changes with every addition. */
  revision = 0

  constructor(bytes = new Uint8Array(placesFound)) {
    this.bytes = bytes
  }

  copy(): Tables {
    return new Tables(this.bytes.slice())
  }

  /** Four bytes of a known text, the first one lowest. */
  addGroup(group: number): void {
    // Must be the hash of `candidates.wat`.
    const hash = Math.imul(group, 0x9e37_79b1) >>> 13
    this.#set(hash >>> 3, 1 << (hash & 7))
  }

  addTrigram(trigram: Uint8Array): void {
    const [first = 0, second = 0, third = 0] = trigram
    this.addGroup(first | (second << 8) | (third << 16))
    const kinds = Array.from({ length: 8 }, (_, kind) => kind)
    const grown = kinds.map((kind) => this.#fitting(kind, trigram) - this.#fitting(kind, null))
    const kind = grown.indexOf(Math.min(...grown))
    for (const [index, byte] of trigram.entries()) {
      const [low, high] = halvesOf(index, byte)
      this.#set(low, 1 << kind)
      this.#set(high, 1 << kind)
    }
  }

  /** How many different trigrams fit a kind, or would with one more; most of them were never asked for. */
  #fitting(kind: number, more: Uint8Array | null): number {
    let product = 1
    for (let index = 0; index < 3; index += 1) {
      const added = more === null ? [] : halvesOf(index, more[index] as number)
      for (let half = 0; half < 2; half += 1) {
        const table = trigramTables + index * 32 + half * 16
        let count = 0
        for (let value = 0; value < 16; value += 1) {
          const isIn = ((this.bytes[table + value] as number) & (1 << kind)) !== 0
          if (isIn || added[half] === table + value) count += 1
        }
        product *= count
      }
    }
    return product
  }

  /** Leaves out each `://` that is followed by bytes of this class, then by another one than `@`. */
  leaveOutAddresses(among: Uint8Array): void {
    this.bytes.set(among, userInfoTable)
    this.revision += 1
  }

  #set(index: number, bits: number): void {
    this.bytes[index] = (this.bytes[index] as number) | bits
    this.revision += 1
  }
}

/** Where the tables have the low and the high half of a trigram's byte. */
function halvesOf(index: number, byte: number): readonly [number, number] {
  const table = trigramTables + index * 32
  return [table + (byte & 15), table + 16 + (byte >> 4)]
}

/** Looks through one block of output. What `places` holds is good until the next look. */
export class Finder {
  /** Where something may stand: every place where it does, and a few more. */
  readonly places: Uint32Array
  readonly #code: Code
  readonly #bytes: Uint8Array
  #tables: Tables | null = null
  #revision = 0
  #length = 0

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(candidatesCode, 'base64'))
    this.#code = new WebAssembly.Instance(module).exports
    const { buffer } = this.#code.memory
    this.#bytes = new Uint8Array(buffer)
    this.places = new Uint32Array(buffer, placesFound, blockBytes)
  }

  /** Takes in a block, of `blockBytes` at most. */
  load(tables: Tables, block: Uint8Array): void {
    if (this.#tables !== tables || this.#revision !== tables.revision) {
      this.#bytes.set(tables.bytes)
      this.#tables = tables
      this.#revision = tables.revision
    }
    this.#bytes.set(block, input)
    this.#length = block.length
  }

  /** Finds groups of the tables at multiples of `stride`; returns how many. */
  findGroups(stride: number): number {
    return this.#code.groups(this.#length, stride)
  }

  /** Finds trigrams of the tables; returns how many. A few of the places may lie behind the end. */
  findTrigrams(): number {
    return this.#code.heads(this.#length)
  }
}

/** What `candidates.wat` exports. */
interface Code {
  readonly memory: { readonly buffer: ArrayBuffer }
  groups(end: number, stride: number): number
  heads(end: number): number
}

/** As much of it as is used here; its types belong to browsers' otherwise. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Code }
}

let shared: Finder | null = null

/** One for the whole process: each reserves gigabytes of addresses, though no memory. */
export function sharedFinder(): Finder {
  shared ??= new Finder()
  return shared
}
