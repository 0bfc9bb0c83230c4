import type { LaunchSettings } from '../../../shared/domain/launch-settings.ts'
import { healthy, hubVariables, type CommandPlan, type EngineDefinition } from './definition.ts'

/**
 * Any server of the user's own: a command line with places to fill in, asked at a path until it
 * answers 200. It gets the tokens of those providers that the settings name, and no other.
 */
export function customEngine(settings: LaunchSettings | undefined): EngineDefinition {
  const [program = '', ...words] = settings?.command ?? []
  const asks = (place: string): boolean => words.some((word) => word.includes(place))
  const secrets = settings?.secrets ?? []
  return {
    id: 'custom',
    programs: [program],
    version: null,
    models: asks('{file}') ? 'file' : asks('{model}') ? 'hub' : 'own',
    supports: ['context', 'gpu', 'revision'],
    secrets,
    requires: [],
    rereadsToken: secrets.includes('huggingface'),
    inherits: secrets.includes('huggingface') ? hubVariables : [],
    words: {
      auth: 'It reads the variables of the providers that its preset names.',
      leaks: 'Nobody knows; its output is masked like every other.',
    },
    command: (plan) => ({
      args: [...words.map((word) => fill(word, plan)), ...plan.extra],
      environment: {},
    }),
    readiness: settings?.ready === undefined ? healthy : { ...healthy, path: settings.ready },
    firstRequest: null,
  }
}

/** Each place becomes a part of one word: nothing here is ever read by a shell. */
function fill(word: string, plan: CommandPlan): string {
  const places: Readonly<Record<string, string>> = {
    '{model}': plan.model,
    '{revision}': plan.revision,
    '{file}': plan.modelPath,
    '{port}': String(plan.port),
    '{context}': plan.context === null ? '' : String(plan.context),
  }
  return word.replace(/\{(?:model|revision|file|port|context)\}/g, (place) => places[place] ?? '')
}
