# shellcheck shell=sh disable=SC2154 # Read by the launcher, which sets what is used here.
# How p3 becomes a JVM: that of a program which is over in a moment, of Spark's submit with p3's jar, or with a user's own.

# The jars of a Spark, spelt out, because an archive does not work with a '*'; in one order whatever the locale. Those
# that most classes come from are the first: a JVM that records compares the jar of each with all before it, by their
# files, which were three million looks at files.
jars_of() {
  LC_ALL=C
  {
    for file in "$1"/jars/spark-*.jar "$1"/jars/scala-*.jar; do printf ':%s' "$file"; done
    for file in "$1"/jars/*.jar; do
      case ${file##*/} in spark-* | scala-*) ;; *) printf ':%s' "$file" ;; esac
    done
  } | cut -c2-
}

# A start of Spark passes once through much code. What the JVM would compile with all its art there keeps a core busy for
# longer than the start takes, and never pays: so it does that thirty times later than by default, which code that is worth
# it reaches at once, and collects no garbage of classes while they are still being loaded.
compile_late="-XX:Tier4InvocationThreshold=150000 -XX:Tier4MinInvocationThreshold=18000 -XX:Tier4CompileThreshold=450000
  -XX:Tier4BackEdgeThreshold=1200000 -XX:MetaspaceSize=256m"
# What is over in a moment does without.
compile_once="-XX:TieredStopAtLevel=1 -XX:MetaspaceSize=256m"
compiling=
own_logs=

# Of text, which is no more than it seems. Half a kilobyte is what find counts in: 4 MB.
is_small_text() {
  case $1 in
    -*) return 1 ;;
    *.txt | *.csv | *.tsv | *.json | *.jsonl) [ -f "$1" ] && [ -z "$(find -L "$1" -size +8192)" ] ;;
    *) return 1 ;;
  esac
}

# The value that Spark will give a setting, as far as the user's words and the target's file say.
setting() { printf '%s\n' "$settings" | sed -n "s/^$1=//p" | tail -n 1; }

# Otherwise Spark asks what this machine is called, and may listen on, or fail to reach, the address it is told.
stay_here() {
  case $1 in local | local\[* | local-cluster\[* | spark://127.* | spark://localhost*)
    export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
    ;;
  esac
}

# The settings in a target's file, KEY=VALUE. Key and value are separated by blanks, '=' or ':'.
settings_of() {
  [ ! -f "$1" ] || sed -n 's/^[[:blank:]]*\(spark[^[:blank:]=:]*\)[[:blank:]]*[=:]\{0,1\}[[:blank:]]*/\1=/
    t setting
    d
    :setting
    s/[[:space:]]*$//
    s/\\\(.\)/\1/g
    p' "$1"
}

# Gives Main all the words, and Spark's submit those that it must know before Main begins.
start_spark() {
  words=$#
  target=${P3_TARGET:-local}
  deploy_mode=
  settings=
  previous=
  compiling=$compile_late
  is_short=
  # A pass over the bundled samples, unless it is to be looked at. The other jobs compute on few rows for long.
  case "${1:-} ${2:-}" in "run "word-count | "run "summarize | "run "top | "run "ingest | "run "enrich) is_short=yes ;; esac
  case " $* " in *" --profile"*) is_short= ;; esac
  for word; do
    option=
    case $previous in
      --target | --conf | --deploy-mode | --in)
        option=$previous
        value=$word
        previous=
        ;;
      *)
        previous=$word
        case $word in --target=* | --conf=* | --deploy-mode=* | --in=*)
          option=${word%%=*}
          value=${word#*=}
          ;;
        esac
        ;;
    esac
    case $option in
      --target) target=$value ;;
      --deploy-mode) deploy_mode=$value ;;
      --in) is_small_text "$value" || is_short= ;;
      --conf)
        case $value in spark.?*=*)
          set -- "$@" --conf "$value"
          settings="$settings
$value"
          ;;
        esac
        ;;
    esac
  done

  # A setting at a time, because beside a properties file Spark reads no spark-defaults.conf. The first that is there
  # counts: of the user's words, the environment, the user's file, and p3's.
  own=$root/conf/$target.conf
  users=$conf_dir/$target.conf
  if [ ! -f "$own" ] && [ ! -f "$users" ]; then
    # Main tells of a target that is none.
    case $target in local | local\[*\] | local-cluster\[*\] | spark://* | k8s://* | yarn)
      set -- "$@" --master "$target"
      settings="spark.master=$target
$settings"
      ;;
    esac
  fi
  lower=$(printf '%s\n' "${P3_CONF:-}" | tr ';' '\n' | sed -n 's/^[[:blank:]]*\(spark\.[^[:blank:]=]*\)[[:blank:]]*=[[:blank:]]*/\1=/p')
  lower="$lower
$(settings_of "$users")
$(settings_of "$own")"
  while IFS= read -r setting; do
    if [ -n "$setting" ] && [ -z "$(setting "${setting%%=*}")" ]; then
      set -- "$@" --conf "$setting"
      settings="$setting
$settings"
    fi
  done <<END
$lower
END

  master=$(setting spark.master)
  stay_here "${master:-local}"
  case ${is_short:-no}${master:-local} in yeslocal | yeslocal\[*) compiling=$compile_once ;; esac

  # Main hands the job over, and knows better than Spark's submit what to say meanwhile.
  if [ "${deploy_mode:-$(setting spark.submit.deployMode)}" = cluster ]; then
    while [ $# -gt "$words" ]; do
      keep=$words
      for word; do
        shift
        [ "$keep" -le 0 ] || set -- "$@" "$word"
        keep=$((keep - 1))
      done
    done
    class_path=$class_path${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${YARN_CONF_DIR:+:$YARN_CONF_DIR}
    start_java "-Dp3.submit.jar=$(quoted "$jar")" "$main" "$@"
  fi

  # From "words options" to "options jar words".
  set -- "$@" "$jar"
  while [ "$words" -gt 0 ]; do
    word=$1
    shift
    set -- "$@" "$word"
    words=$((words - 1))
  done

  conf=
  if [ -n "${SPARK_HOME:-}" ] && starts_home; then
    # What it says there is as its settings say.
    own_logs=yes
    # Behind the jars, because those of an archive must be the first.
    if [ -d "$own_conf" ] && [ -z "${P3_RECORD:-}" ]; then conf=:$own_conf; fi
    more_options="${SPARK_SUBMIT_OPTS:-} $more_options"
  elif [ -n "${SPARK_HOME:-}" ] && [ -x "$SPARK_HOME/bin/spark-submit" ]; then
    SPARK_SUBMIT_OPTS="$compiling ${SPARK_SUBMIT_OPTS:-} -Dp3.state=$(quoted "$state") -Dp3.conf.dir=$(quoted "$conf_dir") $user_options $more_options"
    export SPARK_SUBMIT_OPTS
    exec "$SPARK_HOME/bin/spark-submit" --class "$main" "$@"
  fi

  # What is in jars that Spark adds is seen only by classes that Spark loads itself, so p3's have to be among them; the
  # archive does not serve then.
  if [ -n "$(setting spark.jars)$(setting spark.jars.packages)" ]; then class_path=${class_path%":$jar"}; fi

  # What spark-submit sets before it starts this JVM, which is the driver's in client mode.
  memory=$(setting spark.driver.memory)
  driver_options="$(setting spark.driver.defaultJavaOptions) $(setting spark.driver.extraJavaOptions)"
  driver_path=$(setting spark.driver.extraClassPath)
  class_path=${driver_path:+$driver_path:}$class_path$conf${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${YARN_CONF_DIR:+:$YARN_CONF_DIR}
  start_java "-Xmx${memory:-${SPARK_DRIVER_MEMORY:-1g}} $driver_options" \
    org.apache.spark.deploy.SparkSubmit --class "$main" "$@"
}

# Becomes the JVM, so that signals and the exit code are its own. Takes JVM options, the main class, and words.
start_java() {
  options=$1
  shift
  # What Main cannot find out by itself: where a cluster is kept, and whether somebody watches.
  set -- "-Dp3.state=$state" "-Dp3.conf.dir=$conf_dir" -cp "$class_path" "$@"
  [ ! -t 2 ] || set -- -Dp3.terminal=true "$@"
  if [ -z "$own_logs" ] && [ -f "$root/conf/log4j2.properties" ]; then
    set -- "-Dlog4j2.configurationFile=$root/conf/log4j2.properties" "$@"
  fi
  export SPARK_HOME="${SPARK_HOME:-$embedded}" SPARK_SCALA_VERSION="${SPARK_SCALA_VERSION:-$scala}"
  split=$(split "$options $user_options $more_options") || refuse "Cannot use the options of the JVM: a quote is not closed in: $options"
  eval "set -- $split \"\$@\""
  # The first two keep the JVM's own words off standard output, and it silent about an archive that it cannot use. But
  # with all logs off, Java 17's Flight Recorder reads what it records a second time, to write it into none of them.
  set -f
  # shellcheck disable=SC2086 # They are split at blanks, and nothing else.
  exec "$java" -XX:+DisplayVMOutputToStderr -Xlog:disable '-Xlog:jfr*=error:stderr' $sharing $compiling $spark_java_options "$@"
}

# Says what a build says of itself as it was said before, in a tenth of the time that a JVM takes. Keeps it the first
# time, unless there are faults. Returns when a JVM has to say it.
say_again() {
  case "$*" in *[!a-z0-9\ -]*) return ;; esac
  said=$state/said-$spark/$(printf '%s' "$*" | tr ' ' _)
  if [ -z "$(find "$said" -newer "$jar" 2>/dev/null)" ]; then
    # A whole text or none, whoever else asks for it now.
    new=$said.$$
    mkdir -p "${said%/*}" 2>/dev/null && : 2>/dev/null >"$new" || return 0
    status=0
    (start_java -XX:TieredStopAtLevel=1 "$main" "$@") >"$new" 2>"$new.faults" || status=$?
    if [ "$status" != 0 ] || [ -s "$new.faults" ]; then
      cat "$new"
      cat "$new.faults" >&2
      rm -f "$new" "$new.faults"
      exit "$status"
    fi
    mv -f "$new" "$said"
    rm -f "$new.faults"
  fi
  # What cannot be written is a fault that Main knows to tell.
  ! cat "$said" 2>/dev/null || exit 0
}

# spark-submit with p3's jar added to the jars, and the options that a driver in cluster mode lacks.
submit() {
  words=$#
  state_of=option
  jars=
  memory=${SPARK_DRIVER_MEMORY:-1g}
  for word; do
    case $state_of in
      option)
        case $word in
          --jars) state_of=jars ;;
          --driver-memory) state_of=memory ;;
          --master) state_of=master ;;
          --jars=*)
            jars=1
            word=--jars=$jar,${word#--jars=}
            ;;
          -h | --help | -v | --verbose | --version | --supervise | --usage-error | --*=*) ;;
          -*) state_of=value ;;
          *) state_of=application ;;
        esac
        ;;
      jars)
        jars=1
        word=$jar,$word
        state_of=option
        ;;
      memory)
        memory=$word
        state_of=option
        ;;
      master)
        stay_here "$word"
        state_of=option
        ;;
      value) state_of=option ;;
    esac
    set -- "$@" "$word"
  done
  shift "$words"
  [ -n "$jars" ] || set -- --jars "$jar" "$@"
  set -- --conf "spark.driver.defaultJavaOptions=$spark_java_options" "$@"
  if [ -n "${SPARK_HOME:-}" ] && [ -x "$SPARK_HOME/bin/spark-submit" ]; then exec "$SPARK_HOME/bin/spark-submit" "$@"; fi
  class_path=$(jars_of "${SPARK_HOME:-$embedded}")${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}${YARN_CONF_DIR:+:$YARN_CONF_DIR}
  sharing=
  start_java "-Xmx$memory" org.apache.spark.deploy.SparkSubmit "$@"
}
