# shellcheck shell=sh disable=SC2154 # Read by the launcher, which sets what is used here.
# What the launcher mends of the machine it runs on, and what it refuses.

# For a user id without a name (docker -u, OpenShift), of which neither Java nor Hadoop can make a user, and for a home
# that is none, where Ivy keeps what it fetches.
name_user() {
  home=${HOME:-}
  if [ ! -d "$home" ] || [ ! -w "$home" ] || [ "${home#/}" = "$home" ]; then home=; fi
  if [ -n "$home" ] && [ -n "$user" ]; then return 0; fi
  if [ -z "$home" ]; then
    home=$state
    [ -w "$home" ] || home=${TMPDIR:-/tmp}
  fi
  user_options=-Duser.home=$(quoted "$home")
  if [ -n "$user" ]; then return 0; fi
  name=${HADOOP_USER_NAME:-${USER:-user$(id -u)}}
  export SPARK_USER="${SPARK_USER:-$name}"
  user_options="$user_options -Duser.name=$(quoted "$name") -javaagent:$(quoted "$user_jar=$name")"
}
user_options=

# The JVM takes words and names of files in the locale's encoding: in the locale C all but ASCII would be lost.
use_utf8() {
  case $(locale charmap 2>/dev/null || echo "${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}") in
    ANSI_X3.4-1968 | US-ASCII | 646 | C | POSIX) ;;
    *) return 0 ;;
  esac
  utf8=$(locale -a 2>/dev/null | grep -ix -e 'C\.utf-\{0,1\}8' | head -n 1 || :)
  [ -z "$utf8" ] || export LC_ALL="$utf8"
}

# Spark's submit keeps files there before p3 can say a word.
check_temporary() {
  case " $1" in *" -Djava.io.tmpdir="*) return 0 ;; esac
  [ -w /tmp ] || refuse "Cannot run: /tmp is not writable, and Spark's submit needs a place for temporary files." \
    "Mount one there, or name another with P3_JAVA_OPTS=-Djava.io.tmpdir=DIR and --conf spark.local.dir=DIR."
}

# In quotes, as 'split' takes them.
quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }

# The options in a text, each in quotes for the shell. Quotes and backslashes in it mean what they mean to Spark.
split() {
  printf '%s' "$1" | LC_ALL=C awk '
    function add(c) { option = option (c == "\047" ? "\047\\\047\047" : c); has = 1 }
    function end() { if (has) printf " \047%s\047", option; option = ""; has = 0 }
    {
      if (NR > 1) { if (quote != "") add("\n"); else end() }
      for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (escaped) { add(c); escaped = 0 }
        else if (c == "\\" && quote != "\047") { escaped = 1; has = 1 }
        else if (quote != "") { if (c == quote) quote = ""; else add(c) }
        else if (c == "\047" || c == "\"") { quote = c; has = 1 }
        else if (c ~ /[ \t\r\f\v]/) end()
        else add(c)
      }
    }
    END { if (quote != "" || escaped) exit 1; end() }'
}

check_spark_home() {
  [ -d "$SPARK_HOME/jars" ] || refuse "Cannot use SPARK_HOME=$SPARK_HOME: it has no folder 'jars'." \
    "Set it to an installation of Spark $line with Scala $scala, or unset it to run on the Spark that p3 fetches."
  core=
  for core in "$SPARK_HOME"/jars/spark-core_*.jar; do core=${core##*/spark-core_}; done
  case $core in
    "$scala-$line."*) return ;;
    '*.jar') found="no Spark (no jars/spark-core_*.jar)" ;;
    *) found="Spark $(basename "${core#*-}" .jar) with Scala ${core%%-*}" ;;
  esac
  remedy="Set it to an installation of Spark $line"
  known=${core#*-}
  known=spark${known%.*.jar}_${core%%-*}
  if lines | grep -qxF -e "$known"; then remedy="Set P3_LINE=$known too"; fi
  refuse "Cannot use SPARK_HOME=$SPARK_HOME: it is $found; this p3 is built for Spark $line with Scala $scala." \
    "$remedy, or unset it to run on the Spark that p3 fetches."
}
