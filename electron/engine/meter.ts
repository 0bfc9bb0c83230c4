import type { Answer, Generation, MeasuredPrompt, Prompt, TextModel } from './sampling.ts'

/** Counts what a model does, in the words of llama.cpp's own server at `/metrics`. */
export class Meter {
  #promptTokens = 0
  #tokens = 0
  #inFlight = 0
  #model: TextModel | null = null

  /** The same model, counted from now on. */
  count(model: TextModel): TextModel {
    this.#model = model
    return new CountedModel(model, {
      begun: () => (this.#inFlight += 1),
      made: (tokens) => (this.#tokens += tokens),
      ended: () => (this.#inFlight -= 1),
      read: (tokens) => (this.#promptTokens += tokens),
    })
  }

  /** Prometheus' text format, version 0.0.4. */
  text(): string {
    const waiting = this.#model?.queued ?? 0
    return [
      ...metric('prompt_tokens_total', 'counter', 'Tokens of prompts', this.#promptTokens),
      ...metric('tokens_predicted_total', 'counter', 'Tokens made', this.#tokens),
      ...metric('requests_processing', 'gauge', 'Requests at work', this.#inFlight - waiting),
      ...metric('requests_deferred', 'gauge', 'Requests that wait', waiting),
      '',
    ].join('\n')
  }
}

function metric(name: string, type: string, help: string, value: number): readonly string[] {
  const whole = `llamacpp:${name}`
  return [`# HELP ${whole} ${help}.`, `# TYPE ${whole} ${type}`, `${whole} ${value}`]
}

interface Counters {
  readonly begun: () => void
  readonly read: (promptTokens: number) => void
  readonly made: (tokens: number) => void
  readonly ended: () => void
}

class CountedModel implements TextModel {
  readonly #model: TextModel
  readonly #counters: Counters

  constructor(model: TextModel, counters: Counters) {
    this.#model = model
    this.#counters = counters
  }

  get id(): string {
    return this.#model.id
  }

  get contextSize(): number {
    return this.#model.contextSize
  }

  get isFull(): boolean {
    return this.#model.isFull
  }

  get queued(): number {
    return this.#model.queued
  }

  measure(prompt: Prompt): MeasuredPrompt {
    const measured = this.#model.measure(prompt)
    if (measured.ok) this.#counters.read(measured.tokens)
    return measured
  }

  async generate(generation: Generation): Promise<Answer> {
    const { begun, made, ended } = this.#counters
    begun()
    // A piece is a token, but for those that only together make a letter.
    let pieces = 0
    try {
      const answer = await this.#model.generate({
        ...generation,
        onPiece: (piece) => {
          pieces += 1
          made(1)
          generation.onPiece(piece)
        },
      })
      made(Math.max(0, answer.tokens - pieces))
      return answer
    } finally {
      ended()
    }
  }
}
