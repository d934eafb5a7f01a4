# shellcheck shell=sh disable=SC2034,SC2154 # Read by the launcher and by the build, which use what is set here.
# What is built, where it is, and whether it is newer than its sources. "$root" is the checkout.

# The user's own files of settings.
conf_dir=${P3_CONF_DIR:-${XDG_CONFIG_HOME:-${HOME:-}/.config}/p3}

say() { printf 'p3: %s\n' "$@" >&2; }

# Something on this machine is not as it must be.
refuse() {
  say "$@"
  exit 2
}

# The lines of Spark that p3 can be built for, the default one first; the parent POM is the one place that names them.
lines() {
  sed -n 's:.*<spark.line>\(.*\)</spark.line>.*:spark\1:p' "$root/pom.xml" | head -n 1 | tr '\n' _
  sed -n 's:.*<scala.binary.version>\(.*\)</scala.binary.version>.*:\1:p' "$root/pom.xml" | head -n 1
  sed -n 's:.*<id>\(spark[0-9._]*\)</id>.*:\1:p' "$root/pom.xml"
}

# Takes what Maven wrote about the build of the wanted line; false when there is none.
find_build() {
  for facts in "$root/deploy/local/target/${P3_LINE:-.}/launch.properties" "$root/deploy/local/target/launch.properties"; do
    [ -f "$facts" ] || continue
    # shellcheck disable=SC1090 # Made by Maven from deploy/local/launch.properties.
    . "$facts"
    if [ "${P3_LINE:-$spark}" = "$spark" ]; then
      jar=$root/$jar
      user_jar=$root/$user_jar
      embedded=$state/$embedded
      stamp=$state/built-$spark
      # shellcheck disable=SC2012 # Only ls tells an inode everywhere.
      java_key=$(ls -iL -- "$java" 2>&1 | cksum)
      return 0
    fi
  done
  return 1
}

is_built() {
  find_build && [ -f "$stamp" ] && [ -f "$jar" ] && [ -d "$embedded/jars" ] || return 1
  # Folders count, so that a deleted file does too.
  changed=$(find "$root/pom.xml" "$root/.mvn" "$root/conf" "$root"/*/pom.xml "$root"/jobs/*/pom.xml \
    "$root"/deploy/local/*.* "$root"/jobs/*/src/main "$root"/udfs/src/main -newer "$stamp" 2>/dev/null | head -n 1)
  [ -z "$changed" ]
}

# Whether a command starts Spark; another one is over in a moment.
starts_spark() {
  case $1 in run | check | tour | doctor | verify) ;; *) return 1 ;; esac
}

# Whether the command in "$@" may start from an AOT cache, which does more for a start than an archive of classes, but
# nothing at all beside an agent, or with modules or packages open that it was not recorded with. Options of the user's may
# be one of those.
takes_cache() {
  case " $* ${P3_CONF:-}" in *" k-means "* | *spark.driver.*JavaOptions*) return 1 ;; esac
  case " ${P3_JAVA_OPTS:-} ${SPARK_SUBMIT_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *[[:space:]]-[!D]*) return 1 ;;
  esac
  # For a user without a name there is an agent.
  [ -n "$user" ] || return 1
  ! starts_spark "${1:-}" ||
    ! grep -qs '^[[:blank:]]*spark\.driver\..*JavaOptions' "$root"/conf/*.conf "$conf_dir"/*.conf
}

# Takes the archive that the command in "$@" starts from, and the AOT cache that had better be in its place, if any. One of
# each for each JVM, named by its path and inode, and for each state of the jars of the user's own Spark. An empty file:
# none could be made, do not try again.
find_archive() {
  archives=$embedded.jvm-${java_key%% *}
  home_archives=
  if [ -n "${SPARK_HOME:-}" ] && starts_spark "${1:-}"; then
    home_key=$(printf '%s\n' "$SPARK_HOME" | cksum)
    home_archives=$state/home-${home_key%% *}.java-${java_key%% *}
    # shellcheck disable=SC2012 # Only ls tells an inode everywhere.
    jars_key=$(ls -1iL -- "$SPARK_HOME/jars" 2>&1 | cksum)
    archives=$home_archives.${jars_key%% *}
  fi
  archive=$archives.jsa
  cache=$archives.aot
  if [ -e "$cache" ] && [ ! -s "$cache" ] || ! takes_cache "$@"; then
    cache=
  elif [ -s "$cache" ]; then
    archive=$cache
  fi
}

# Whether the user's own Spark can be started as the embedded one is, and so from an archive. Its own scripts take a JVM
# to find the command, and put a folder of settings before the jars, which no archive allows. Not where they would heed
# more than p3 does.
starts_home() {
  own_conf=${SPARK_CONF_DIR:-$SPARK_HOME/conf}
  [ ! -e "$own_conf/spark-env.sh" ] && [ ! -e "$own_conf/java-opts" ] || return 1
  [ -z "${SPARK_DIST_CLASSPATH:-}${SPARK_PREPEND_CLASSES:-}${SPARK_LAUNCHER_OPTS:-}${SPARK_MEM:-}" ] || return 1
  ! grep -qE '^[[:blank:]]*spark\.(driver|jars|submit)' "$own_conf/spark-defaults.conf" 2>/dev/null || return 1
  grep -q ' org\.apache\.spark\.deploy\.SparkSubmit ' "$SPARK_HOME/bin/spark-submit" 2>/dev/null || return 1
  for core in "$SPARK_HOME/jars/spark-core_$scala-$line".*.jar; do [ ! -f "$core" ] || return 0; done
  return 1
}

# Takes the command's words. The JVM passes over paths that have to be escaped in a URL.
wants_archive() {
  [ -w "$state" ] || return 1
  if [ -n "${SPARK_HOME:-}" ]; then starts_spark "${1:-}" && starts_home || return 1; fi
  (
    find_archive "$@"
    [ ! -e "${cache:-$archive}" ] || exit 1
    case ${SPARK_HOME:-$embedded} in *[!A-Za-z0-9/._-]*) exit 1 ;; esac
  )
}

# Finds the JVM of $JAVA_HOME, else of the PATH.
find_java() {
  if [ -n "${JAVA_HOME:-}" ]; then
    java=$JAVA_HOME/bin/java
    javac=$JAVA_HOME/bin/javac
  else
    java=$(command -v java || :)
    javac=$(command -v javac || :)
  fi
}

# The user's name, which some have none of in a container; some systems give the number in its place.
find_user() {
  user=$(id -un 2>/dev/null) || user=
  [ "$user" != "$(id -u)" ] || user=
}

# "$1" says what for: to run takes Java, to build takes more.
check_tools() {
  faults=
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' || :)
  major=${version#1.}
  major=${major%%[!0-9]*}
  if [ "${major:-0}" -lt 17 ]; then
    faults="${faults}Java 17 or later is needed; ${java:-java} is ${version:-not there}.
"
  elif [ "$1" = build ] && [ ! -x "$javac" ]; then
    faults="${faults}A JDK is needed: ${javac:-javac} is not there, so this Java $version is a runtime only.
"
  fi
  if [ "$1" = build ] && ! command -v mvn >/dev/null; then
    faults="${faults}Maven 3.8 or later is needed; mvn is not on the PATH.
"
  fi
  [ -n "$faults" ] || return 0
  say "Cannot $1:"
  printf '%s' "$faults" | sed 's/^/  /' >&2
  say "Install them, such as 'apt-get install openjdk-17-jdk-headless maven' or 'brew install openjdk@17 maven'," \
    "or set JAVA_HOME to a JDK 17 or later."
  exit 2
}
