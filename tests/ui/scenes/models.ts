import type { Page } from '@playwright/test'
import { waitFor } from '../../../electron/hub/access/actions.ts'
import type { ModelView } from '../../../shared/domain/model.ts'
import { errors, fail } from '../../../shared/errors.ts'
import {
  cachedModels,
  gemma,
  minutesAgo,
  modelFile,
  readyRun,
  runningDownload,
  waiting,
} from '../../fixtures/fake-bridge-world.ts'
import { estimate, gemmaCard, wholeCache } from '../../fixtures/fake-models.ts'
import type { FakeBridge } from '../../fixtures/fake-bridge.ts'
import { scenesOf } from './scene.ts'

const openPage = {
  label: 'Open the model’s page',
  does: { kind: 'open-link', link: { to: 'model', repo: gemma.repo } },
} as const

/** Everything the Models page can say. */
export const modelScenes = scenesOf('models', [
  {
    name: 'cached',
    replies: knows(gemma),
    facts: { watches: [waiting, { ...waiting, repo: 'a/opened', state: 'open', nextAt: null }] },
  },
  {
    name: 'whole-cache',
    replies: (bridge) => knows(gemma)(bridge).reply('cache.list', wholeCache),
    act: async (page) => {
      await page.getByRole('button', { name: 'Show the whole cache' }).click()
      await page.getByRole('list', { name: /Revisions of/ }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'remove-from-cache',
    replies: (bridge) =>
      knows(gemma)(bridge)
        .reply('cache.list', wholeCache)
        .reply('cache.remove', fail(errors.cacheInUse('Qwen/Qwen3-1.7B-GGUF', 'server'))),
    act: async (page) => {
      await page.getByRole('button', { name: 'Show the whole cache' }).click()
      await page.getByRole('button', { name: 'Remove Qwen/Qwen3-1.7B-GGUF' }).click()
      await page.getByRole('button', { name: 'Remove', exact: true }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'nothing-cached',
    replies: (bridge) => bridge.reply('model.cached', []),
  },
  { name: 'granted', replies: knows({ ...gemma, card: gemmaCard }), act: looksUp },
  {
    name: 'not-requested',
    replies: knows(
      judged({
        verdict: 'not-requested',
        reason:
          'Your account ada may have it the moment you accept the licence on the model’s page.',
        action: openPage,
      }),
    ),
    act: looksUp,
  },
  {
    name: 'awaiting-author',
    replies: knows(
      judged({
        verdict: 'awaiting-author',
        reason: 'You asked for access. The author has not answered yet.',
        action: waitFor({ repo: gemma.repo }),
      }),
    ),
    facts: { watches: [waiting] },
    act: looksUp,
  },
  {
    name: 'no-token',
    replies: knows(
      judged({
        verdict: 'no-token',
        reason: 'The Hub gives this model only to people it knows.',
        action: { label: 'Log in to Hugging Face', does: { kind: 'log-in' } },
      }),
    ),
    act: looksUp,
  },
  {
    name: 'open-without-gguf',
    replies: knows({
      ...gemma,
      repo: 'Qwen/Qwen3-1.7B',
      gated: 'no',
      licence: 'apache-2.0',
      card: null,
      access: { verdict: 'open', reason: 'Anyone may download it.', action: null },
      files: [
        modelFile('model.safetensors', { size: 3_400_000_000 }),
        modelFile('pytorch_model.bin', { size: 3_400_000_000 }),
        modelFile('config.json', { size: 700, cached: true }),
      ],
    }),
    act: looksUp,
  },
  {
    name: 'dataset',
    replies: knows({
      ...gemma,
      type: 'dataset',
      repo: 'ada/answers-to-many-questions',
      gated: 'auto',
      licence: 'cc-by-4.0',
      pipeline: null,
      files: [
        modelFile('data/train-00000-of-00002.parquet', { size: 412_000_000 }),
        modelFile('data/train-00001-of-00002.parquet', { size: 398_000_000, cached: true }),
        modelFile('README.md', { size: 9_000 }),
      ],
    }),
    act: async (page) => {
      await looksUp(page)
      await page.getByText('3 files', { exact: true }).click()
    },
  },
  {
    name: 'unknown-name',
    replies: (bridge) =>
      bridge
        .reply('model.cached', cachedModels)
        .reply('model.inspect', fail(errors.hubUnreachable('huggingface.co'))),
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Model' }).fill('nobody/nothing')
      await page.getByRole('button', { name: 'Look up' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'downloading',
    replies: knows(gemma),
    facts: {
      runs: [],
      downloads: [
        { ...runningDownload, path: 'Qwen3-1.7B-Q5_K_M.gguf' },
        {
          ...runningDownload,
          id: 'd2',
          repo: gemma.repo,
          path: 'gemma-3-4b-it-q4_0.gguf',
          totalBytes: null,
          receivedBytes: 4_000_000,
          bytesPerSecond: null,
        },
        {
          ...runningDownload,
          id: 'd3',
          path: 'Qwen3-1.7B-Q4_K_M.gguf',
          state: 'failed',
          bytesPerSecond: null,
          error: errors.downloadInterrupted('cdn.hf.co'),
        },
        {
          ...runningDownload,
          id: 'd4',
          path: 'Qwen3-1.7B-Q6_K.gguf',
          state: 'cancelled',
          bytesPerSecond: null,
          error: errors.downloadCancelled(),
        },
        {
          ...runningDownload,
          id: 'd5',
          path: 'Qwen3-1.7B-BF16.gguf',
          state: 'verifying',
          receivedBytes: 1_834_426_016,
          bytesPerSecond: null,
        },
        {
          ...runningDownload,
          id: 'd6',
          path: 'Qwen3-1.7B-Q3_K_M.gguf',
          state: 'paused',
          bytesPerSecond: null,
          secondsLeft: null,
        },
        {
          ...runningDownload,
          id: 'd8',
          path: 'Qwen3-1.7B-Q2_K.gguf',
          state: 'waiting',
          bytesPerSecond: null,
          secondsLeft: null,
          error: errors.downloadInterrupted('cdn.hf.co'),
        },
        {
          ...runningDownload,
          id: 'd9',
          repo: 'Qwen/Qwen3-1.7B',
          path: null,
          choice: { include: ['*.safetensors', '*.json'], exclude: ['onnx/'] },
        },
        {
          ...runningDownload,
          id: 'd7',
          path: 'Qwen3-1.7B-IQ4_XS.gguf',
          state: 'queued',
          receivedBytes: 0,
          totalBytes: null,
          bytesPerSecond: null,
          secondsLeft: null,
        },
      ],
    },
  },
  {
    name: 'launching-in-place',
    replies: knows(gemma),
    facts: {
      runs: [
        {
          ...readyRun,
          repo: gemma.repo,
          file: 'gemma-3-4b-it-q4_0.gguf',
          state: 'preparing',
          url: null,
          pid: null,
          download: 'd1',
        },
        {
          ...readyRun,
          id: '20260314-115300-zzzzzz',
          repo: gemma.repo,
          file: 'gemma-3-4b-it-q8_0.gguf',
          state: 'failed',
          endedAt: minutesAgo(1),
          error: errors.engineFailed('The model needs more memory than this machine has free.'),
        },
      ],
      downloads: [{ ...runningDownload, repo: gemma.repo, path: 'gemma-3-4b-it-q4_0.gguf' }],
    },
    act: looksUp,
  },
])

function judged(access: ModelView['access']): ModelView {
  return { ...gemma, access }
}

function knows(model: ModelView) {
  return (bridge: FakeBridge): FakeBridge =>
    bridge
      .reply('model.cached', cachedModels)
      .reply('model.inspect', model)
      .reply('model.fit', estimate)
}

async function looksUp(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Model' }).fill(gemma.repo)
  await page.getByRole('button', { name: 'Look up' }).click()
  await page.getByRole('button', { name: 'Open page' }).waitFor()
}
