-- Whatever is deleted for its age began even earlier: it is found by its start. One file for H2 and PostgreSQL.

drop index tracking.journey_by_end;
