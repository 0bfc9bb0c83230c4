import { expect, type Page } from '@playwright/test'
import { engineIds, engineLabels } from '../../../shared/domain/engine-facts.ts'
import type { EngineView } from '../../../shared/domain/engine-view.ts'
import type { PreflightCheck } from '../../../shared/domain/preflight.ts'
import { PresetSchema, type PresetsView } from '../../../shared/domain/preset.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { cachedModels } from '../../fixtures/fake-bridge-world.ts'
import { scenesOf } from './scene.ts'

const path = '/home/ada/.config/hubkey/models.yaml'

export const twoPresets: PresetsView = {
  path,
  presets: [
    {
      name: 'qwen',
      revision: 'a1',
      preset: PresetSchema.parse({
        ...{ engine: 'llama-server', model: 'Qwen/Qwen3-1.7B-GGUF', port: 8080, context: 8192 },
        ...{ args: ['--flash-attn'], env: { LLAMA_LOG: '1' }, autostart: true },
      }),
    },
    {
      name: 'nemotron',
      revision: 'b2',
      preset: PresetSchema.parse({ engine: 'nim', model: 'nvidia/nemotron-3-nano' }),
    },
  ],
  problems: [],
}

export const found: readonly PreflightCheck[] = [
  { id: 'engine', state: 'ok', sentence: 'NIM in Docker 27.3.1 at /usr/bin/docker.', action: null },
  {
    ...{ id: 'secrets', state: 'problem' },
    sentence: 'There is no NVIDIA NGC token on this machine yet.',
    action: { label: 'Log in to NVIDIA NGC', does: { kind: 'log-in' } },
  },
  {
    ...{ id: 'gpu', state: 'notice', action: null },
    sentence: 'No GPU was found; NIM in Docker usually needs one.',
  },
  {
    ...{ id: 'port', state: 'problem' },
    sentence: 'Port 8080 is taken by ollama, process 4711.',
    action: { label: 'Use another port', does: { kind: 'advice' } },
  },
  { id: 'docker', state: 'unknown', sentence: 'This could not be looked at.', action: null },
]

/** What main says of a launch whose port is somebody else's. */
export const portTaken: PreflightCheck[] = [
  { id: 'engine', state: 'ok', sentence: 'llama.cpp comes with Hubkey.', action: null },
  {
    ...{ id: 'model', state: 'ok', action: null },
    sentence: 'Qwen3-1.7B-Q8_0.gguf lies in the cache.',
  },
  { id: 'memory', state: 'ok', sentence: 'It fits: 2.4 GB of 14.9 GB free.', action: null },
  {
    ...{ id: 'port', state: 'problem' },
    sentence: 'Port 8080 is taken by ollama, process 4711.',
    action: { label: 'Use another port', does: { kind: 'advice' } },
  },
]

export const engines: EngineView[] = engineIds.map((id) => ({
  ...{ id, label: engineLabels[id], program: null, publicKey: null, version: null },
  state: id === 'vllm' ? 'missing' : 'here',
  models: id === 'embedded' || id === 'llama-server' ? 'file' : 'hub',
  supports: id === 'embedded' ? ['context', 'gpu'] : ['context', 'gpu', 'revision'],
  ...{ secrets: id === 'vllm' ? ['huggingface'] : [], requires: [], leaks: 'Nowhere.' },
  auth: 'It reads HF_TOKEN, or the token file, when it fetches a model.',
  ...(id === 'llama-server' ? { version: 'b6123' } : {}),
  ...(id === 'ollama' ? { version: '0.12.3', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1 ada' } : {}),
}))

async function change(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Change…' }).click()
}

/** Everything the list of presets can say. */
export const presetScenes = scenesOf('models', [
  {
    name: 'presets-problems',
    facts: {
      presets: {
        ...twoPresets,
        problems: [
          { line: 14, column: 3, preset: 'other', message: '“prot” is no key of a preset.' },
          { line: 20, column: 1, preset: null, message: 'A preset’s name has letters only.' },
        ],
      },
    },
    replies: (bridge) => bridge.reply('preset.preflight', [...found]),
    act: async (page) => {
      await page.getByRole('button', { name: 'Launch nemotron' }).click()
      await page.getByRole('button', { name: 'Launch anyway' }).waitFor()
    },
  },
  {
    name: 'presets-form',
    facts: { presets: twoPresets },
    replies: (bridge) => bridge.reply('engine.list', engines).reply('run.preflight', []),
    act: async (page) => {
      await change(page, 'qwen')
      await expect(page.getByRole('dialog')).toContainText('It reads HF_TOKEN')
    },
  },
  {
    name: 'launch-form',
    replies: (bridge) =>
      bridge
        .reply('model.cached', cachedModels)
        .reply('engine.list', engines)
        .reply('run.preflight', portTaken),
    act: async (page) => {
      await page.getByRole('button', { name: /^Options for Qwen3/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: /^Port/ }).fill('8080')
      await page.clock.runFor(500)
      await dialog.getByText('One thing stands against it.').waitFor()
    },
  },
  {
    name: 'launch-form-end',
    replies: (bridge) =>
      bridge
        .reply('model.cached', cachedModels)
        .reply('engine.list', engines)
        .reply('run.preflight', portTaken),
    act: async (page) => {
      await page.getByRole('button', { name: /^Options for Qwen3/ }).click()
      await page.clock.runFor(500)
      await page.getByRole('button', { name: 'Launch anyway' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'presets-conflict',
    facts: { presets: twoPresets },
    replies: (bridge) =>
      bridge
        .reply('engine.list', engines)
        .reply('run.preflight', [])
        .reply('preset.save', fail(errors.presetConflict('qwen'))),
    act: async (page) => {
      await change(page, 'qwen')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('button', { name: 'Keep mine' }).scrollIntoViewIfNeeded()
    },
  },
])
