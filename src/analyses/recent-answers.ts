/**
 * Answers that were found lately, by the identity of what they were made from. Bounded by weight; what was asked for
 * longest ago goes first. Questions that come while one is being answered wait for that answer; where it fails, which may
 * be for reasons of who asked, they are asked themselves.
 */
export class RecentAnswers<Answer> {
  readonly #maxWeight: number;
  /** In order of use. */
  readonly #kept = new Map<string, { readonly answer: Promise<Answer>; readonly weight: number }>();
  #weight = 0;

  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight;
  }

  /** @param identity of all that the answer depends on */
  get(identity: string, weight: number, find: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(identity);
    if (known !== undefined) {
      this.#kept.delete(identity);
      this.#kept.set(identity, known);
      return known.answer.catch(() => this.get(identity, weight, find));
    }
    const answer = find();
    this.#kept.set(identity, { answer, weight });
    this.#weight += weight;
    answer.catch(() => this.#forget(identity));
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#maxWeight) break;
      this.#forget(oldest);
    }
    return answer;
  }

  #forget(identity: string): void {
    this.#weight -= this.#kept.get(identity)?.weight ?? 0;
    this.#kept.delete(identity);
  }
}
