/** Holds the imports of all files against the dependency table; answers in sentences. */
import { posix } from 'node:path'
import { homesOfPackages, mainProcess, sides } from './dependency-table.ts'
import type { Import } from './read-imports.ts'

type Graph = ReadonlyMap<string, readonly Import[]>

/** Every breach of the table by `file`. */
export function problemsOf(file: string, imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ specifier }) => {
    const problem = specifier.startsWith('.')
      ? problemOfFile(file, resolve(file, specifier))
      : problemOfPackage(file, specifier)
    return problem === undefined ? [] : [`${file} imports ${specifier}: ${problem}`]
  })
}

function problemOfFile(from: string, to: string): string | undefined {
  if (to === 'package.json') return undefined
  const [sideFrom, sideTo] = [sideOf(from), sideOf(to)]
  if (sideFrom !== sideTo)
    return sides[sideFrom]?.sides.includes(sideTo)
      ? undefined
      : `${sideFrom}/ knows nothing of ${sideTo}/`
  if (sideFrom !== 'electron') return undefined

  const [partFrom, partTo] = [partOf(from), partOf(to)]
  if (partFrom === partTo) return undefined
  const [rowFrom, rowTo] = [rowOf(partFrom), rowOf(partTo)]
  if (rowFrom === -1) return `${partFrom} is in no row of tests/architecture/dependency-table.ts`
  if (rowTo === -1) return `${partTo} is in no row of tests/architecture/dependency-table.ts`
  return rowTo < rowFrom ? undefined : `${partFrom} stands above or beside ${partTo} in the table`
}

function problemOfPackage(file: string, specifier: string): string | undefined {
  const side = sideOf(file)
  if (specifier.startsWith('node:'))
    return side === 'electron' ? undefined : `${side}/ does not run on Node`
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  const allowed = sides[side]?.packages ?? []
  if (allowed !== 'any' && !allowed.includes(name)) return `not one of ${side}/'s packages`
  const homes = homesOfPackages[name]
  if (homes === undefined || homes.includes(partOf(file))) return undefined
  return `only ${homes.join(', ')} may`
}

/**
 * Circles of files that load each other, each as the list of its files. Type-only imports are
 * left out: they are gone before anything runs.
 */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const done = new Set<string>()
  const circles: string[][] = []
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push(path.slice(path.indexOf(file)))
    if (path.includes(file) || done.has(file)) return
    for (const { specifier, loads } of graph.get(file) ?? [])
      if (loads && specifier.startsWith('.')) walk(resolve(file, specifier), [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return circles
}

/** Relative imports that do not name a file in full, with its ending. */
export function vagueImports(graph: Graph): readonly string[] {
  return [...graph].flatMap(([file, imports]) =>
    imports
      .filter(({ specifier }) => /^\.(?!.*\.(tsx?|mjs|css|json|svg)$)/.test(specifier))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  )
}

function resolve(file: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(file), specifier))
}

function sideOf(file: string): string {
  return file.split('/')[0] ?? file
}

/** The unit of the table: a folder of the second level, or a file that stands there. */
function partOf(file: string): string {
  return file.split('/').slice(0, 2).join('/')
}

function rowOf(part: string): number {
  return mainProcess.findIndex((row) => row.includes(part))
}
