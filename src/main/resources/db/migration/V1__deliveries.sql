-- Events that wait for an earlier one of their subject, the next one to go first.
create table waiting_event (
  receiver varchar(64) not null,
  subject varchar(64) not null,
  event varchar(64) not null,
  turn bigint not null,
  retry_at timestamp(3) with time zone not null,
  primary key (receiver, subject, event)
);
create index waiting_event_turn on waiting_event (receiver, subject, turn);

-- When the newest event happened that a receiver was told of, for each subject and family of states.
create table newest_delivery (
  receiver varchar(64) not null,
  subject varchar(64) not null,
  family varchar(128) not null,
  event_time varchar(40) not null,
  primary key (receiver, subject, family)
);
