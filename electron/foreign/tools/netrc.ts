import { join } from 'node:path'
import { variable } from '../../environment.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { readNgcEnvironment } from '../../ngc-environment.ts'
import { findInFile, type Spot } from '../token-file.ts'
import type { ForeignTool } from '../tool.ts'

const label = '.netrc'

/** What curl, git and Python's requests send by themselves, by machine. */
export const netrc: ForeignTool = {
  id: 'netrc',
  label,
  find: async (_input, needs) => {
    const { env, paths } = needs
    const usual = ['.netrc', '_netrc'].map((name) => join(paths.home, name))
    const moved = variable(env, 'NETRC')
    const hub = new URL(readHfEnvironment(env, paths.home).endpoint).hostname
    const registry = new URL(readNgcEnvironment(env).registry).hostname
    const hosts = new Map([
      ...[hub, 'huggingface.co', 'hf.co'].map((host) => [host, 'huggingface'] as const),
      ...[registry, 'nvcr.io', 'authn.nvidia.com'].map((host) => [host, 'ngc'] as const),
    ])
    const parse = (text: string): readonly Spot[] => parseNetrc(text, hosts)
    const found = (moved === null ? usual : [moved]).map(async (path) =>
      findInFile({ label, path, parse }, needs),
    )
    return (await Promise.all(found)).flat()
  },
}

/** Words of the file, in the order `machine NAME login NAME password TEXT` or any other. */
const words = /"((?:[^"\\\n]|\\.){0,4096})"|(#[^\n]*)|(\S{1,4096})/g

/**
 * An entry reaches from its `machine` to the next. When it goes, it goes whole: without a password
 * the rest would make curl ask for one.
 */
function parseNetrc(
  text: string,
  hosts: ReadonlyMap<string, 'huggingface' | 'ngc'>,
): readonly Spot[] {
  const entries: { host: string; start: number; login: string; password: string }[] = []
  const ends: number[] = []
  let key: string | null = null
  for (const match of text.matchAll(words)) {
    const [whole, quoted, comment] = match
    if (comment !== undefined && key === null) continue
    const word = quoted ?? whole
    const entry = entries.at(-1)
    if (key === null) {
      if (['machine', 'default', 'macdef'].includes(word)) {
        if (entries.length > ends.length) ends.push(lineStart(text, match.index))
        if (word === 'default' || word === 'macdef') {
          entries.push({ host: '', start: match.index, login: '', password: '' })
          continue
        }
      }
      if (['machine', 'login', 'password', 'account'].includes(word)) key = word
      continue
    }
    if (key === 'machine') {
      entries.push({ host: word, start: lineStart(text, match.index), login: '', password: '' })
    } else if (entry !== undefined && (key === 'login' || key === 'password')) {
      entry[key] = word
    }
    key = null
  }
  return entries.flatMap(({ host, start, login, password }, at) => {
    const provider = hosts.get(host)
    if (provider === undefined || password === '') return []
    const end = ends[at] ?? text.length
    const name = login === '' || login === password ? host : `${login}@${host}`
    return [{ provider, name, token: password, cuts: [{ start, end: Math.max(end, start) }] }]
  })
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1
  // Several entries may share a line.
  return /^\s*(?:machine\s+)?$/.test(text.slice(start, at))
    ? start
    : text.lastIndexOf('machine', at)
}
