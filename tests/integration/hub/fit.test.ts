import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FitRequestSchema, type MemoryView } from '../../../shared/domain/fit.ts'
import { downloadModel } from '../../../electron/hub/download-model.ts'
import { fitModel } from '../../../electron/hub/fit/fit-model.ts'
import { judgeFit } from '../../../electron/hub/fit/judge-fit.ts'
import { readMemory, type MemoryPlaces } from '../../../electron/hub/fit/read-memory.ts'
import { SAMPLE, sampleWorld } from '../../fixtures/hub-double/sample-world.ts'
import { openLab, type Lab } from './lab.ts'

let lab: Lab
beforeEach(async () => {
  lab = await openLab(sampleWorld({ modelBytes: 3_000_000 }))
})
afterEach(async () => lab.close())

const wish = (other: object = {}) =>
  FitRequestSchema.parse({ repo: SAMPLE.openModel, path: SAMPLE.modelFile, ...other })

describe('whether a model fits', () => {
  it('is told from a few kilobytes of a file that is not here', async () => {
    const fit = await fitModel(wish(), lab.needs())
    expect(fit).toMatchObject({
      verdict: 'fits',
      weightsBytes: 3_000_000,
      architecture: 'llama',
      trainedContext: 32_768,
      context: 8192,
      conversations: 4,
      // Two times 64 numbers of two bytes for each token.
      cacheBytes: 4 * 8192 * 128 * 2,
    })
    expect(fit.sentence).toMatch(/^By estimate it needs about/)
    const [read, ...more] = lab.hub.requests.filter(({ server }) => server === 'cdn')
    expect(more).toEqual([])
    expect(read?.headers['range']).toBe('bytes=0-65535')
    expect(lab.hub.leaks()).toEqual([])
  })

  it('is told the same of the file in the cache, without the Hub', async () => {
    const remote = await fitModel(wish(), lab.needs())
    const place = { repo: SAMPLE.openModel, revision: 'main', file: SAMPLE.modelFile }
    await downloadModel(place, lab.needs())
    lab.hub.clearRequests()
    const local = await fitModel(wish(), lab.needs(null, { env: { HF_HUB_OFFLINE: '1' } }))
    expect({ ...local, memory: null, sentence: '' }).toEqual({
      ...remote,
      memory: null,
      sentence: '',
    })
    expect(lab.hub.requests).toEqual([])
  })

  it('counts the context that is asked for', async () => {
    const fit = await fitModel(wish({ context: 16_384 }), lab.needs())
    expect(fit).toMatchObject({ context: 16_384, cacheBytes: 4 * 16_384 * 128 * 2 })
  })

  it('is refused as the download would be', async () => {
    const gated = fitModel(wish({ repo: SAMPLE.gatedModel }), lab.needs('bob-read'))
    await expect(gated).rejects.toMatchObject({ error: { code: 'not-requested' } })
    const missing = fitModel(wish({ path: 'no.gguf' }), lab.needs())
    await expect(missing).rejects.toMatchObject({ error: { code: 'file-missing' } })
  })

  it('takes no whole file from a host that does not know ranges', async () => {
    lab.hub.setFault({ fault: { kind: 'status', status: 200, body: 'GGUF' }, server: 'cdn' })
    const fit = fitModel(wish(), lab.needs())
    await expect(fit).rejects.toMatchObject({ error: { code: 'hub-unexpected-reply' } })
  })

  it('is unknown when the head cannot be read, with the weights told', async () => {
    const repo = 'ada/odd'
    lab.hub.addRepo({ id: repo, files: { 'odd.gguf': 'not a model at all' } })
    const fit = await fitModel(wish({ repo, path: 'odd.gguf' }), lab.needs())
    expect(fit).toMatchObject({ verdict: 'unknown', weightsBytes: 18, cacheBytes: null })
  })
})

describe('free memory', () => {
  async function places(files: Readonly<Record<string, string>>): Promise<MemoryPlaces> {
    const root = join(lab.home, 'kernel')
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(root, name, '..'), { recursive: true })
      await writeFile(join(root, name), text)
    }
    return { meminfo: join(root, 'meminfo'), cgroup: join(root, 'cgroup'), drm: join(root, 'drm') }
  }

  it('is what the kernel calls available, less a container’s limit', async () => {
    const meminfo = 'MemTotal: 9 kB\nMemAvailable:    4000 kB\n'
    const machine = await readMemory({ env: {} }, await places({ meminfo }))
    expect(machine).toMatchObject({ ramFreeBytes: 4_096_000, limitedByContainer: false, gpus: [] })
    const cgroup = {
      'cgroup/memory.max': '3000000\n',
      'cgroup/memory.current': '2500000\n',
      'cgroup/memory.stat': 'anon 1\ninactive_file 500000\n',
    }
    expect(await readMemory({ env: {} }, await places({ meminfo, ...cgroup }))).toMatchObject({
      ramFreeBytes: 1_000_000,
      ramTotalBytes: 3_000_000,
      limitedByContainer: true,
    })
  })

  it('of graphics cards comes from nvidia-smi on the path and from the kernel', async () => {
    const bin = join(lab.home, 'bin')
    await mkdir(bin)
    const lines = 'NVIDIA GeForce RTX 4090, 24564, 20000\nbroken, [N/A], [N/A]\n'
    await writeFile(join(bin, 'nvidia-smi'), `#!/bin/sh\nprintf '%s' '${lines}'\n`)
    await chmod(join(bin, 'nvidia-smi'), 0o755)
    const drm = {
      'drm/card0/device/mem_info_vram_total': '8000\n',
      'drm/card0/device/mem_info_vram_used': '3000\n',
    }
    const { gpus } = await readMemory({ env: { PATH: `relative:${bin}` } }, await places(drm))
    expect(gpus).toEqual([
      {
        name: 'NVIDIA GeForce RTX 4090',
        totalBytes: 24_564 * 1024 ** 2,
        freeBytes: 20_000 * 1024 ** 2,
      },
      { name: 'AMD card0', totalBytes: 8000, freeBytes: 5000 },
    ])
  })
})

it.each([
  [50, 40, 100, 0, 'fits'],
  [90, 40, 100, 0, 'tight'],
  [110, 40, 100, 0, 'too-big'],
  [110, 40, 100, 200, 'fits'],
  [150, 40, 100, 60, 'tight'],
  [null, 40, 100, 0, 'unknown'],
  [null, 140, 100, 0, 'too-big'],
  [50, 40, null, 0, 'unknown'],
])('needing %s (weights %s) of %s RAM and %s VRAM is: %s', (needed, least, ram, vram, verdict) => {
  const memory: MemoryView = {
    ramFreeBytes: ram,
    ramTotalBytes: ram,
    limitedByContainer: false,
    gpus: vram === 0 ? [] : [{ name: 'card', totalBytes: vram, freeBytes: vram }],
  }
  expect(judgeFit({ needed, least }, memory)).toBe(verdict)
})
