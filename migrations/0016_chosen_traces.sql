-- Which of a fibre's traces were summed, where it was preprocessed in several ways.

alter table derived.trace_sum add column units text, add column preprocessings text[];
comment on column derived.trace_sum.units is 'Of the samples; null of sums that were made before it was kept, which are not used';
comment on column derived.trace_sum.preprocessings is
  'Names of the preprocessings whose traces were summed, in order; empty text for traces that name none';
