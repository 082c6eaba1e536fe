/** A worked example: what one tab of the query page begins with. */
export interface ExampleQuery {
  /** Name of the operation, which titles the tab. */
  readonly name: string;
  readonly query: string;
}

/**
 * The worked examples, from the simplest on.
 *
 * @param subjectId a subject that there is, so that every example has an answer
 */
export function exampleQueries(subjectId: string): readonly ExampleQuery[] {
  return [
    {
      name: "Subjects",
      query: `# Which mice are there, and how did each begin and end?
#
# Press the pink button, or Ctrl-Enter, to ask. The next tabs
# hold more worked examples: one mouse, a cohort, trials.
# Change what you like: Ctrl-Space lists what can stand at the
# cursor, and the book on the left documents every field.
query Subjects {
  subjects(first: 20) {
    totalCount
    nodes {
      id
      simulated
      earlyStrategy
      lateStrategy
      strategyExclusion {
        reason
      }
    }
    # For the next page: subjects(first: 20, after: "…"),
    # with this page's endCursor.
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
    },
    {
      name: "OneSubject",
      query: `# How did one mouse learn?
#
# A slope says how much a stimulus on that side moves the
# choice, as a difference of probabilities; bias is positive
# to the right. Segments are stretches with one strategy.
query OneSubject {
  subject(id: "${subjectId}") {
    id
    sessions {
      nodes {
        number
        nTrials
        measures {
          leftSlope
          rightSlope
          bias
          accuracy
          carried
        }
      }
    }
    segments {
      nodes {
        strategy
        probability
        firstSession
        firstTrial
        lastSession
        lastTrial
      }
    }
    # Where these results come from, or why there are none.
    runs {
      analysis
      analysisVersion
      state
      finishedAt
      error {
        message
        remedy
      }
    }
  }
}
`,
    },
    {
      name: "CohortByEarlyStrategy",
      query: `# What have the mice in common that began with one strategy?
#
# Take the filter away, and earlyBiasLateSlope says whether
# the way a mouse begins foretells the way it ends.
query CohortByEarlyStrategy {
  cohort(filter: { earlyStrategy: LEFT_BIASED }) {
    size
    simulated
    n
    excluded {
      subject {
        id
      }
      exclusion {
        reason
      }
    }
    meanTrajectory {
      session
      n
      leftSlope {
        ...MeanAndInterval
      }
      rightSlope {
        ...MeanAndInterval
      }
      bias {
        ...MeanAndInterval
      }
      accuracy {
        ...MeanAndInterval
      }
    }
    earlyLateTable {
      n
      p
      cells {
        early
        late
        n
      }
    }
    earlyBiasLateSlope {
      r
      ci {
        low
        high
      }
      p
      n
    }
  }
}

fragment MeanAndInterval on Mean {
  mean
  ci {
    low
    high
  }
}
`,
    },
    {
      name: "Trials",
      query: `# What did a mouse see and do? The first trials of each session.
query Trials {
  subject(id: "${subjectId}") {
    sessions(first: 40) {
      nodes {
        number
        trials(first: 5) {
          nodes {
            number
            contrastLeft
            contrastRight
            choice
            outcome
            responseTimeS
          }
        }
      }
    }
  }
}
`,
    },
  ];
}
