import { errors, fail } from '../../../shared/errors.ts'
import { ngcOut } from '../../fixtures/fake-accounts.ts'
import { loggedIn } from '../../fixtures/fake-bridge-world.ts'
import { fewCopies, findings, look, manyCopies } from '../../fixtures/fake-where.ts'
import { scenesOf } from './scene.ts'

const providers = [loggedIn, ngcOut]
/** Few, so that they are soon looked at, and one with a long path. */
const forTable = look(
  [...fewCopies.copies, manyCopies.copies.find(({ id }) => id === 'env-file-a1a1a1a1')!],
  {
    hubkey: ['Hubkey', 'keyring-1', 'hf-1'],
    hf: ['hf, transformers, vLLM', 'hf-1'],
    projects: ['Projects with a .env file', 'env-file-1', 'env-file-a1a1a1a1'],
  },
)
const settings = {
  theme: 'system',
  oauthClientId: null,
  envFolders: ['/home/ada/projects'],
} as const

/** Everything the page about where tokens lie can say. */
export const whereScenes = scenesOf('where', [
  {
    name: 'few',
    facts: { providers, settings },
    replies: (bridge) => bridge.reply('where.look', fewCopies),
    act: async (page) => {
      await page.locator('.map-lines circle').first().waitFor()
    },
  },
  {
    name: 'many',
    facts: { providers },
    replies: (bridge) => bridge.reply('where.look', manyCopies),
    act: async (page) => {
      await page.locator('.map-lines circle').first().waitFor()
    },
  },
  {
    name: 'chosen',
    facts: { providers },
    replies: (bridge) => bridge.reply('where.look', fewCopies),
    act: async (page) => {
      await page.getByRole('button', { name: /^\.env file HF_TOKEN.*notebook/ }).click()
      await page.getByRole('button', { name: 'Take it out…' }).waitFor()
    },
  },
  {
    name: 'table',
    facts: { providers },
    replies: (bridge) => bridge.reply('where.look', forTable),
    act: async (page) => {
      await page.getByRole('button', { name: 'Table' }).click()
      await page.getByRole('rowheader').first().waitFor()
    },
  },
  {
    name: 'nothing',
    replies: (bridge) => bridge.reply('where.look', look([], {})),
    act: async (page) => {
      await page.getByText('No token lies on this machine').waitFor()
    },
  },
  {
    name: 'keyring-hung',
    replies: (bridge) =>
      bridge.reply('where.look', {
        ...look(fewCopies.copies.slice(1), { hf: ['hf, transformers, vLLM', 'hf-1'] }),
        storeProblem: errors.keyringHung(),
      }),
    act: async (page) => {
      await page.getByText('The keyring does not answer').first().waitFor()
    },
  },
  {
    name: 'doctor',
    facts: { providers },
    replies: (bridge) =>
      bridge
        .reply('where.look', fewCopies)
        .reply('doctor.visit', { findings: [...findings], fixed: [] }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Doctor' }).click()
      await page.getByRole('button', { name: 'Fix all…' }).waitFor()
    },
  },
  {
    name: 'doctor-fix',
    replies: (bridge) =>
      bridge
        .reply('where.look', fewCopies)
        .reply('doctor.visit', { findings: [...findings], fixed: [] })
        .reply('doctor.fix', fail(errors.keyringLocked())),
    act: async (page) => {
      await page.getByRole('button', { name: 'Doctor' }).click()
      await page.getByRole('button', { name: 'Fix all…' }).click()
      await page.getByRole('button', { name: 'Do all' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'doctor-well',
    replies: (bridge) =>
      bridge.reply('where.look', fewCopies).reply('doctor.visit', { findings: [], fixed: [] }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Doctor' }).click()
      await page.getByText('Nothing is wrong').waitFor()
    },
  },
])
