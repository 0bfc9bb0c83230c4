import { engineLabels, type EngineId } from './domain/engine-facts.ts'
import { advice, type AppError, type ErrorMakers } from './app-error.ts'

/** The errors about engines of somebody else; a part of `errors`. */
export const engineErrors = {
  engineMissing: (engine: EngineId, program: string): AppError => ({
    code: 'engine-missing',
    message: `${engineLabels[engine]} needs the program “${program}”, which is not on the PATH that Hubkey was started with.`,
    action: advice(`Install ${program}, or choose another engine`),
  }),
} as const satisfies ErrorMakers
