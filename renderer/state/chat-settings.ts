import { create } from 'zustand'
import type { ChatSettings } from '../../shared/domain/chat.ts'

/** What was typed about how answers are to be made; empty means the server's own choice. */
export interface TypedSettings {
  readonly system: string
  readonly temperature: string
  readonly topP: string
  readonly maxTokens: string
  /** One text a line. */
  readonly stop: string
  readonly seed: string
}

const empty: TypedSettings = {
  system: '',
  temperature: '',
  topP: '',
  maxTokens: '',
  stop: '',
  seed: '',
}

/** How the playground asks. It lives in this window only. */
export const useChatSettings = create<TypedSettings>(() => empty)

export function clearChatSettings(): void {
  useChatSettings.setState(empty)
}

/** A number that can be set, with its bounds as the contract has them. */
export interface NumberSetting {
  readonly name: keyof Omit<TypedSettings, 'system' | 'stop'>
  readonly label: string
  readonly least: number
  readonly most: number
  readonly isWhole: boolean
}

export const numberSettings: readonly NumberSetting[] = [
  { name: 'temperature', label: 'Temperature', least: 0, most: 2, isWhole: false },
  { name: 'topP', label: 'Top-p', least: 0, most: 1, isWhole: false },
  { name: 'maxTokens', label: 'Most tokens', least: 1, most: 1_000_000, isWhole: true },
  { name: 'seed', label: 'Seed', least: 0, most: 4_294_967_295, isWhole: true },
]

const mostStops = 4

/** What is wrong with a number that was typed, in words; null when nothing is. */
export function problemOf(
  { label, least, most, isWhole }: NumberSetting,
  typed: string,
): string | null {
  if (typed.trim() === '') return null
  const value = Number(typed)
  const fits = value >= least && value <= most && (!isWhole || Number.isInteger(value))
  if (fits) return null
  return `${label} is ${isWhole ? 'a whole number' : 'a number'} from ${least} to ${most.toLocaleString('en')}.`
}

/** What is wrong with the texts to stop at; null when nothing is. */
export function stopProblem(typed: string): string | null {
  return stopsIn(typed).length > mostStops ? `Servers stop at ${mostStops} texts at most.` : null
}

function stopsIn(typed: string): readonly string[] {
  return typed.split('\n').filter((text) => text !== '')
}

/** True when everything that was typed can be asked for. */
export function canAskWith(typed: TypedSettings): boolean {
  const areNumbersWell = numberSettings.every((one) => problemOf(one, typed[one.name]) === null)
  return areNumbersWell && stopProblem(typed.stop) === null
}

/** How many of them the user has set. */
export function countSet(typed: TypedSettings): number {
  return Object.values(typed).filter((text: string) => text.trim() !== '').length
}

/** The settings as main wants them, without those that were left to the server. */
export function settingsFrom(typed: TypedSettings): ChatSettings {
  const stop = stopsIn(typed.stop)
  return {
    ...Object.fromEntries(
      numberSettings
        .filter(({ name }) => typed[name].trim() !== '')
        .map(({ name }) => [name, Number(typed[name])]),
    ),
    ...(stop.length === 0 ? {} : { stop: stop.map((text) => text.slice(0, 200)) }),
  }
}
