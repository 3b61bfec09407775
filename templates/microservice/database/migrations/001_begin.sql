-- Of ${{ values.name }}. Change it before the first deployment; afterwards add files, and keep what the running version needs
CREATE TABLE notes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  text text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
