import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { bundlePrograms } from '../../fixtures/bundle-programs.ts'
import { processesWith } from '../../fixtures/processes.ts'
import { prepareWindowsNode, windowsPath } from '../../fixtures/wine/windows-node.ts'
import type { Order, Told } from './windows-owner-child.ts'

const windows = await prepareWindowsNode()
const mark = `hubkey-family-of-${process.pid}`

// Starting four programs on Wine takes a second, or half a minute on a machine with much else to do.
describe.skipIf(windows === null)('a server on Windows', { timeout: 180_000 }, () => {
  let folder: string
  let bare: string
  let server: Server
  let owner: ChildProcess
  let owned: Socket
  let told: Told[]

  beforeAll(async () => {
    const programs = await bundlePrograms({
      owner: 'tests/integration/launcher/windows-owner-child.ts',
      family: 'tests/integration/launcher/windows-family-child.ts',
    })
    folder = await mkdtemp(join(tmpdir(), 'hubkey-windows-'))
    bare = await mkdtemp(join(tmpdir(), 'hubkey-windows-'))
    for (const place of [folder, bare]) await cp(programs, place, { recursive: true })
    await rm(programs, { recursive: true })
    await symlink(windows!.modules, join(folder, 'node_modules'))
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    owner.kill('SIGKILL')
    for (const { pid } of processesWith(mark)) process.kill(pid, 'SIGKILL')
    await until(() => {
      expect(processesWith(mark)).toEqual([])
    })
  })
  afterAll(async () => {
    server.close()
    for (const place of [folder, bare]) await rm(place, { recursive: true, force: true })
  })

  /** Words by which Windows' Node becomes a family; see `windows-family-child.ts`. */
  function family(...steps: readonly string[]): string[] {
    return [windowsPath(join(folder, 'family.cjs')), mark, ...steps]
  }

  async function launch(order: Omit<Order, 'port'>, place = folder): Promise<void> {
    const { port } = server.address() as AddressInfo
    const connected = once(server, 'connection')
    owner = windows!.start(['owner.cjs', JSON.stringify({ port, ...order })], place)
    ;[owned] = (await connected) as [Socket]
    told = []
    owned.on('error', () => undefined)
    createInterface(owned).on('line', (line) => told.push(JSON.parse(line) as Told))
  }

  const node = windowsPath(windows?.node ?? '')
  const said = (): string => told.map(({ text = '' }) => text).join('')
  const notes = (): Told[] => told.filter(({ kind }) => kind === 'note')
  /** The steps of every process of the family that runs. */
  const running = (): string[] =>
    processesWith(mark)
      .filter(({ words }) => words[1]?.endsWith('family.cjs'))
      .map(({ words }) => words.slice(3).join(' '))
      .sort()

  it('ends with all that it started when Hubkey is killed', async () => {
    await launch({ command: [cmd, '/c', node, ...family('stays', 'stays', 'stays')] })
    await until(() => {
      expect(said().match(/stays is up/g)).toHaveLength(3)
    })
    expect(running()).toEqual(['stays', 'stays stays', 'stays stays stays'])
    expect(notes()).toEqual([])
    owner.kill('SIGKILL')
    await until(() => {
      expect(processesWith(mark)).toEqual([])
    })
  })

  it('is killed with those whose parent has ended', async () => {
    await launch({ command: [node, ...family('stays', 'leaves', 'stays')] })
    await until(() => {
      expect(running()).toEqual(['stays', 'stays leaves stays'])
    })
    owned.write('kill\n')
    await until(() => {
      expect(told.at(-1)).toMatchObject({ kind: 'exit' })
    })
    expect(running()).toEqual([])
  })

  it('ends what it left behind when it ends by itself, and tells its code', async () => {
    await launch({ command: [node, ...family('leaves', 'stays')] })
    await until(() => {
      expect(told.at(-1)).toMatchObject({ kind: 'exit', code: 7 })
    })
    expect(said()).toMatch(/leaves is up\s+stays is up/)
    expect(running()).toEqual([])
  })

  it('that is asked to stop has not crashed', async () => {
    await launch({ command: [node, ...family('stays', 'stays')] })
    await until(() => {
      expect(running()).toHaveLength(2)
    })
    owned.write('stop\n')
    await until(() => {
      expect(told.at(-1)).toMatchObject({ kind: 'exit', code: 143 })
    })
    expect(running()).toEqual([])
  })

  it('is told elsewhere to stop, and for good when it has ended', async () => {
    const path = (name: string): string => join(folder, name)
    const words = (name: string): string[] => family('writes', windowsPath(path(name)))
    const elsewhere = { stop: words('stopped'), kill: words('removed') }
    await launch({ command: [node, ...family('stays')], elsewhere })
    await until(() => {
      expect(said()).toMatch(/stays is up/)
    })
    owned.write('stop\n')
    await until(() => {
      expect(existsSync(path('stopped'))).toBe(true)
    })
    // Windows cannot ask it; what was told elsewhere is to end it.
    await until(() => {
      expect(running()).toEqual(['stays'])
    })
    expect(existsSync(path('removed'))).toBe(false)
    const server = processesWith(mark).find(({ words }) => words[3] === 'stays')
    process.kill(server!.pid, 'SIGKILL')
    await until(() => {
      expect(existsSync(path('removed'))).toBe(true)
    })
  })

  it('without a job object is started all the same, and the log says what that means', async () => {
    await launch({ command: [node, ...family('stays', 'stays')] }, bare)
    await until(() => {
      expect(running()).toEqual(['stays', 'stays stays'])
    })
    expect(notes()).toMatchObject([{ text: expect.stringMatching(/may outlive Hubkey/) as string }])
    owned.write('kill\n')
    await until(() => {
      expect(told.at(-1)).toMatchObject({ kind: 'exit' })
    })
    expect(running()).not.toContain('stays stays')
  })
})

const cmd = 'C:\\windows\\system32\\cmd.exe'

async function until(holds: () => void): Promise<void> {
  await vi.waitFor(holds, { timeout: 50_000, interval: 50 })
}
