/** What a lockfile may hold: packages of the registry, pinned by a strong hash, freely licensed. */
import { z } from 'zod'

const entry = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  license: z.union([z.string(), z.array(z.string())]).optional(),
})

const lockfile = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), entry),
})

type Entry = z.infer<typeof entry>

const folder = 'node_modules/'

/** Each package of a lockfile's text, by its place in node_modules. */
export function readLockfile(text: string): ReadonlyMap<string, Entry> {
  const { packages } = lockfile.parse(JSON.parse(text))
  return new Map(Object.entries(packages).filter(([place]) => place !== ''))
}

/** Why this entry could bring in other code than was reviewed, if it could. */
export function originProblems(place: string, entry: Entry): readonly string[] {
  const problems: string[] = []
  if (!place.startsWith(folder) || entry.link === true) problems.push('is not from the registry')
  if (!/^\d+\.\d+\.\d+/.test(entry.version ?? '')) problems.push('has no exact version')
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) problems.push('has no sha512')
  // No address at all is best: then the lockfile works with everybody's registry or mirror
  // (npm install --omit-lockfile-registry-resolved).
  if (entry.resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(entry.resolved))
    problems.push(`comes from ${entry.resolved}`)
  return problems.map((problem) => `${place} ${problem}`)
}

/**
 * Packages that some other platform needs and that have no entry. One platform's `npm install`
 * leaves them out when the registry did not have them, and then `npm ci` fails everywhere.
 */
export function missingPackages(packages: ReadonlyMap<string, Entry>): readonly string[] {
  const present = new Set([...packages.keys()].map(nameOf))
  return [...packages.values()]
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !present.has(name))
}

const freeLicences = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
  ...['CC0-1.0', 'Unlicense', 'WTFPL', 'Python-2.0', 'MIT/X11'],
])
/** Fine for tools that are not passed on with the program. */
const freeForTools = new Set(['MPL-2.0', 'CC-BY-4.0'])
/** Packages whose manifest is silent or odd; what their licence file says. */
const readByHand: Readonly<Record<string, string>> = {
  jsbi: 'Apache-2.0',
  'map-stream': 'MIT',
  'pause-stream': 'MIT',
}

/** Why this package may not be used under its licence, if it may not. */
export function licenceProblems(place: string, entry: Entry): readonly string[] {
  const stated = typeof entry.license === 'string' ? entry.license : 'none'
  const licence = readByHand[nameOf(place)] ?? stated
  const choices = licence.replaceAll(/[()]/g, '').split(' OR ')
  const isFree = choices.some(
    (choice) => freeLicences.has(choice) || (entry.dev === true && freeForTools.has(choice)),
  )
  return isFree ? [] : [`${place} has the licence ${licence}`]
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf(folder) + folder.length)
}
