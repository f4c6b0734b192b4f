-- Flows call applications in jars of their own. One file for H2 and PostgreSQL.

-- The versions of the applications that the flow's beans come from, as orders=1a2b3c4d,stock=5e6f7081; null if they come from none.
alter table tracking.flow_version add column apps varchar(4000) ${plain};
