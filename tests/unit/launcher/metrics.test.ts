import { describe, expect, it } from 'vitest'
import { readCounts, speedBetween } from '../../../electron/launcher/figures/metrics.ts'

describe('what servers count', () => {
  it('is understood in llama.cpp’s words, with numbers of every spelling', () => {
    const text = [
      '# HELP llamacpp:tokens_predicted_total Number of generation tokens processed.',
      '# TYPE llamacpp:tokens_predicted_total counter',
      'llamacpp:tokens_predicted_total 7.801e+03',
      'llamacpp:tokens_predicted_seconds_total 97.5',
      'llamacpp:requests_processing 2',
      'llamacpp:requests_deferred 1',
    ].join('\n')
    expect(readCounts(text)).toEqual({ tokens: 7801, seconds: 97.5, running: 2, waiting: 1 })
  })

  it('is added up over a server’s models and workers', () => {
    const text = [
      'vllm:num_requests_running{engine="0",model_name="a b"} 2.0',
      'vllm:num_requests_running{engine="1",model_name="a b"} 3.0',
      'vllm:generation_tokens_total{engine="0",model_name="a b"} 10.0',
    ].join('\n')
    expect(readCounts(text)).toEqual({ tokens: 10, seconds: null, running: 5, waiting: null })
  })

  it.each([
    ['sglang:num_running_reqs{model_name="x"} 4', { running: 4 }],
    ['tgi_request_generated_tokens_sum 12\ntgi_queue_size 3', { tokens: 12, waiting: 3 }],
  ])('is understood in the words of %s', (text, counts) => {
    expect(readCounts(text)).toMatchObject(counts)
  })

  it.each(['', 'Not Found', '{"error":"x"}', 'python_gc_objects 3', 'llamacpp:x NaN'])(
    'is not guessed from %j',
    (text) => {
      expect(readCounts(text)).toBeNull()
    },
  )
})

describe('the speed between two looks', () => {
  const counts = (tokens: number | null, seconds: number | null = null) => ({
    ...{ tokens, seconds },
    ...{ running: null, waiting: null },
  })

  it('is what was made in the time between, or in the time that the server says it took', () => {
    expect(speedBetween(counts(10), counts(30), 2)).toBe(10)
    expect(speedBetween(counts(10, 1), counts(70, 2), 30)).toBe(60)
    expect(speedBetween(counts(10, 1), counts(10, 1), 30)).toBe(0)
  })

  it('is not known without two counts that go on from each other', () => {
    expect(speedBetween(counts(10), counts(3), 2)).toBeNull()
    expect(speedBetween(counts(null), counts(3), 2)).toBeNull()
    expect(speedBetween(counts(1), counts(3), 0)).toBeNull()
  })
})
