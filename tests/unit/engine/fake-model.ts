import type {
  Answer,
  Generation,
  Piece,
  Prompt,
  TextModel,
} from '../../../electron/engine/sampling.ts'

/** A model that plays back pieces; `Infinity` repeats the last one until it is aborted. */
export class FakeModel implements TextModel {
  readonly id = 'acme/fake'
  readonly contextSize = 100
  readonly asked: Generation[] = []
  pieces: readonly Piece[] = [{ kind: 'answer', text: 'Hello' }]
  finish: Answer['finish'] = 'stop'
  failure: Error | null = null
  isEndless = false
  isFull = false
  queued = 0

  measure(prompt: Prompt): ReturnType<TextModel['measure']> {
    const text = prompt.kind === 'text' ? prompt.text : prompt.turns.map((t) => t.text).join('')
    if (text.includes('REFUSE')) return { ok: false, reason: 'not-for-this-model' }
    return text.length < this.contextSize
      ? { ok: true, tokens: text.length }
      : { ok: false, reason: 'too-long' }
  }

  async generate(generation: Generation): Promise<Answer> {
    const { signal, onPiece } = generation
    this.asked.push(generation)
    for (const piece of this.pieces) onPiece(piece)
    if (this.failure !== null) throw this.failure
    while (this.isEndless) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      signal.throwIfAborted()
      onPiece({ kind: 'answer', text: '.' })
    }
    return { finish: this.finish, tokens: this.pieces.length }
  }
}
