import {
  flag,
  healthy,
  hubVariables,
  type CommandPlan,
  type EngineDefinition,
} from './definition.ts'

/** What differs between the servers that fetch their model from the Hub themselves. */
interface HubServerFacts extends Pick<
  EngineDefinition,
  'id' | 'programs' | 'version' | 'supports'
> {
  /** Its first words, by which it knows the model and its revision. */
  readonly serves: (plan: Pick<CommandPlan, 'model' | 'revision'>) => readonly string[]
  /** The flag of the address that it listens at. */
  readonly host: '--host' | '--hostname'
  /** The flag of the context's length, for those that can be told. */
  readonly context?: string
  /** When it reads its token. */
  readonly readsToken: string
  /** Where a token that it was given may come to light. */
  readonly leaks: string
}

/** What a Python server without a habit of its own shows. */
export const onlyItsEnvironment = 'Its environment, which every program of the same user can read.'

/**
 * A server that fetches its model from the Hub with Hugging Face's libraries: they find cache, Hub and token by
 * variables, and read the token's file anew. It listens where Hubkey says, and says at `/health` that it serves.
 */
export function hubServer(facts: HubServerFacts): EngineDefinition {
  const { id, programs, version, supports, serves, host, context, readsToken, leaks } = facts
  return {
    ...{ id, programs, version, supports },
    models: 'hub',
    secrets: ['huggingface'],
    requires: [],
    rereadsToken: true,
    inherits: hubVariables,
    words: { auth: `It reads HF_TOKEN, or the token file, when ${readsToken}.`, leaks },
    command: (plan) => ({
      args: [
        ...serves(plan),
        ...[host, '127.0.0.1', '--port', String(plan.port)],
        ...(context === undefined ? [] : flag(context, plan.context)),
        ...plan.extra,
      ],
      environment: {},
    }),
    readiness: healthy,
    firstRequest: null,
  }
}
