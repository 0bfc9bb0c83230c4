import { dockerSink } from './docker/docker-sink.ts'
import { gitSink } from './git/git-sink.ts'
import { hfSink } from './hf/hf-sink.ts'
import type { Sink } from './sink.ts'

/** Every sink Hubkey knows, in the order in which they are shown. */
export const sinks: readonly Sink[] = [hfSink, gitSink, dockerSink]
