import { readdir, readFile, readlink } from 'node:fs/promises'

/** The state LISTEN in `/proc/net/tcp` (proc_pid_net(5)). */
const listening = '0A'

/**
 * The sockets that listen at a TCP port of this machine, on any address, as `/proc/<pid>/fd` names them. Null where
 * the system does not tell. Never throws.
 */
export async function listeningSockets(port: number): Promise<ReadonlySet<string> | null> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map(async (path) =>
      readFile(path, 'utf8').catch(() => null),
    ),
  )
  if (tables.every((text) => text === null)) return null
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = tables.flatMap((text) =>
    (text ?? '')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
        const isIt = state === listening && local.endsWith(end)
        return isIt && inode !== undefined ? [`socket:[${inode}]`] : []
      }),
  )
  return new Set(sockets)
}

/**
 * The first of these processes that has one of the sockets, or null. Another user's process is closed to us, and
 * so has nothing as far as we can tell. Never throws.
 */
export async function holderOf(
  sockets: ReadonlySet<string>,
  pids: readonly number[],
): Promise<number | null> {
  for (const pid of pids) {
    const folder = `/proc/${pid}/fd`
    const names = await readdir(folder).catch(() => [])
    const links = await Promise.all(
      names.map(async (name) => readlink(`${folder}/${name}`).catch(() => '')),
    )
    if (links.some((link) => sockets.has(link))) return pid
  }
  return null
}
