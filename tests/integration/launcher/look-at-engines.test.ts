import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineIds } from '../../../shared/domain/engine-facts.ts'
import { EngineViewSchema } from '../../../shared/domain/engine-view.ts'
import { lookAtEngines } from '../../../electron/launcher/engines/look-at-engines.ts'
import { writeStandInDocker } from '../../fixtures/engines/stand-in-docker.ts'

const token = `hf_${'cAnArY7q'.repeat(4)}zZ`
let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'hubkey-engines-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})

function look(): ReturnType<typeof lookAtEngines> {
  return lookAtEngines({ env: { PATH: home, HF_TOKEN: token }, paths: { home } })
}

/** A program that answers by a shell script. */
function put(name: string, script: string, interpreter = '/bin/sh'): void {
  writeFileSync(join(home, name), `#!${interpreter}\n${script}\n`, { mode: 0o755 })
}

describe.skipIf(process.platform === 'win32')('looking at engines', () => {
  it('tells of every one, and what each is given', async () => {
    const engines = await look()
    expect(engines.map(({ id }) => id)).toEqual([...engineIds])
    for (const engine of engines) {
      expect(EngineViewSchema.parse(engine)).toEqual(engine)
      expect(engine.auth).toMatch(/\.$/)
      expect(engine.leaks).toMatch(/\.$/)
    }
    const here = engines.filter(({ state }) => state === 'here').map(({ id }) => id)
    expect(here).toEqual(['embedded', 'nim-hosted', 'hf-endpoint', 'custom'])
  })

  it('asks programs, and the Python behind a script, for their versions and gives them no secret', async () => {
    writeStandInDocker(home)
    put('python-of-vllm', 'case "$2" in *\'"vllm"\'*) echo 0.11.2 ;; esac')
    put('vllm', 'exit 1', join(home, 'python-of-vllm'))
    put('python3', 'echo "hubkey: no such distribution"')
    put('llama-server', 'echo "version: b6123 (abc)" >&2; echo "[$HF_TOKEN]" > "$0.seen"')
    put('ollama', 'echo "Warning: could not connect"; echo "ollama version is 0.12.3"')
    const by = Object.fromEntries((await look()).map((engine) => [engine.id, engine]))
    const versions = ['nim', 'vllm', 'sglang', 'llama-server', 'ollama', 'tgi'] as const
    expect(versions.map((id) => [by[id]?.state, by[id]?.version])).toEqual([
      ['here', '27.3.1'],
      ['here', '0.11.2'],
      ['missing', null],
      ['here', 'b6123'],
      ['here', '0.12.3'],
      ['missing', null],
    ])
    expect(by['vllm']?.program).toBe(join(home, 'vllm'))
    expect(readFileSync(join(home, 'llama-server.seen'), 'utf8')).toBe('[]\n')
  })

  it('shows the public half of Ollama’s key, and never the private one', async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx ada@laptop'
    mkdirSync(join(home, '.ollama'))
    writeFileSync(join(home, '.ollama', 'id_ed25519.pub'), `${key}\n`)
    writeFileSync(join(home, '.ollama', 'id_ed25519'), 'PRIVATE')
    const engines = await look()
    expect(engines.find(({ id }) => id === 'ollama')?.publicKey).toBe(key)
    writeFileSync(join(home, '.ollama', 'id_ed25519.pub'), 'PRIVATE\nlines')
    expect((await look()).find(({ id }) => id === 'ollama')?.publicKey).toBeNull()
  })
})
