import { mkdir, open, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { runCli } from '../../fixtures/cli.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'

/** Far more than any machine has; the file is sparse and takes no room. */
const weightsBytes = 8e12

it('a launch says that the model may be too large, and goes on all the same', async () => {
  const home = await temporaryFolder()
  try {
    const commit = 'a'.repeat(40)
    const model = join(home.path, '.cache/huggingface/hub/models--big--model')
    const link = join(model, 'snapshots', commit, 'big.gguf')
    for (const folder of [dirname(link), join(model, 'blobs'), join(model, 'refs')]) {
      await mkdir(folder, { recursive: true })
    }
    await writeFile(join(model, 'refs', 'main'), commit)
    const blob = await open(join(model, 'blobs', 'blob'), 'w')
    await blob.truncate(weightsBytes)
    await blob.close()
    await symlink('../../blobs/blob', link)
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home.path,
      HUBKEY_KEYRING: 'off',
      HF_HUB_OFFLINE: '1',
    }
    const { code, stderr } = await runCli({ env }, ['launch', 'big/model', '--file', 'big.gguf'])
    expect(stderr).toMatch(/big\/model: It needs at least 8\.0 TB; .* It may fail/)
    // The notice stops nothing; the engine itself then refuses what is no model.
    expect(stderr).toContain('hubkey: ')
    expect(code).toBe(1)
  } finally {
    await home.remove()
  }
})
