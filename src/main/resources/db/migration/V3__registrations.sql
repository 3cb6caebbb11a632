-- Which URL of ours a vendor has for each of its webhooks, as far as it told us.
create table registration (
  vendor varchar(64) not null,
  kind varchar(64) not null,
  url varchar(2048) not null,
  since timestamp(3) with time zone not null,
  primary key (vendor, kind)
);
