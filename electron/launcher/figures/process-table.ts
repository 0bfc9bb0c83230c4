import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One process, as far as is needed to tell whose family it belongs to. */
export interface ProcessRow {
  readonly pid: number
  readonly parent: number
  readonly group: number
}

const limitMs = 3000
const mostBytes = 4 * 1024 * 1024

/** Every process of this machine; empty where that cannot be told. Never throws. */
export async function readProcessTable(proc = '/proc'): Promise<readonly ProcessRow[]> {
  if (process.platform === 'linux') return readProc(proc)
  return process.platform === 'darwin' ? (await readPs()).map(({ row }) => row) : []
}

/**
 * Bytes that these processes hold in main memory; null where that cannot be told. Memory that they
 * share, such as a model's file that each of them has mapped, counts once.
 */
export async function readMemory(pids: readonly number[], proc = '/proc'): Promise<number | null> {
  if (process.platform === 'darwin') {
    const rows = (await readPs()).filter(({ row }) => pids.includes(row.pid))
    return rows.length === 0 ? null : rows.reduce((sum, { resident }) => sum + resident, 0)
  }
  const held = await Promise.all(pids.map(async (pid) => heldBy(join(proc, String(pid), 'status'))))
  const known = held.filter((one) => one !== null)
  if (known.length === 0) return null
  const own = known.reduce((sum, one) => sum + one.own, 0)
  return own + Math.max(...known.map(({ shareable }) => shareable))
}

/** The process and all that belong to it: its group when it leads one, and whoever descends from them. */
export function familyOf(leader: number, table: readonly ProcessRow[]): number[] {
  const family = new Set([leader])
  for (const { pid, group } of table) if (group === leader) family.add(pid)
  let before = 0
  while (family.size > before) {
    before = family.size
    for (const { pid, parent } of table) if (family.has(parent)) family.add(pid)
  }
  return [...family]
}

async function readProc(proc: string): Promise<readonly ProcessRow[]> {
  const names = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name))
  const rows = await Promise.all(
    names.map(async (name) => {
      const stat = await readFile(join(proc, name, 'stat'), 'utf8').catch(() => '')
      // The name before the last bracket may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const [, parent, group] = fields.map(Number)
      if (parent === undefined || group === undefined) return []
      return [{ pid: Number(name), parent, group }]
    }),
  )
  return rows.flat()
}

interface Held {
  readonly own: number
  readonly shareable: number
}

/** From `/proc/<pid>/status`: anonymous pages are a process's own, pages of files may be shared. */
async function heldBy(path: string): Promise<Held | null> {
  const status = await readFile(path, 'utf8').catch(() => '')
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d{1,12}) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024
  if (!status.includes('VmRSS:')) return null
  return { own: bytes('RssAnon'), shareable: bytes('RssFile') + bytes('RssShmem') }
}

/** macOS tells all of it at once, and counts what is shared for each. */
async function readPs(): Promise<readonly { row: ProcessRow; resident: number }[]> {
  const text = await new Promise<string>((resolve) => {
    const args = ['-A', '-o', 'pid=,ppid=,pgid=,rss=']
    const options = { env: { LC_ALL: 'C' }, timeout: limitMs, maxBuffer: mostBytes }
    execFile('/bin/ps', args, options, (problem, stdout) => resolve(problem === null ? stdout : ''))
  })
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, kilobytes] = line.trim().split(/\s+/).map(Number)
    if (pid === undefined || parent === undefined) return []
    if (group === undefined || kilobytes === undefined) return []
    return [{ row: { pid, parent, group }, resident: kilobytes * 1024 }]
  })
}
