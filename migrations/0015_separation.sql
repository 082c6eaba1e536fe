-- How far apart a stage's responses put the two accounts, by which they are decided.

alter table derived.dopamine_stage add column separation double precision;
comment on column derived.dopamine_stage.separation is
  'Variance that log_ratio has, and twice its mean, if the likelier account is true; null around choices';
