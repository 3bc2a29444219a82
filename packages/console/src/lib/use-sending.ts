import { useState } from 'react';
import { ApiProblem } from './api.ts';

/** Sends a form once at a time and keeps what was wrong with it. */
export function useSending() {
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (work: () => Promise<void>) => {
    if (isSending) return;
    setIsSending(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setIsSending(false);
    }
  };
  return { isSending, problem, send, forget: () => setProblem(null) };
}
