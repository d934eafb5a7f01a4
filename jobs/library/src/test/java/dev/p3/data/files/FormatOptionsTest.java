package dev.p3.data.files;

import static dev.p3.data.connect.StoredFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.p3.data.Connector.Existing;
import dev.p3.data.DataLocation;
import dev.p3.data.StoredInput;
import dev.p3.data.connect.Connectors;
import dev.p3.data.connect.StoredFiles;
import dev.p3.fault.BadUsageException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatOptionsTest {
  @TempDir private Path folder;

  private StoredInput input(String formatAndOptions) {
    return StoredFiles.find(formatAndOptions + ":" + write(folder.resolve("a.txt"), "a\n1\n"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`csv,heder=false`, `unknown option 'heder' of csv. Did you mean 'header'?`",
        "`json,multiline2=true`, `unknown option 'multiline2' of json. Did you mean 'multiLine'?`",
        "`parquet,mergeShema=true`, `Did you mean 'mergeSchema'?`",
        "`orc,mergeSchemas=true`, `Did you mean 'mergeSchema'?`",
        "`text,wholeTextt=true`, `Did you mean 'wholetext'?`",
        "`csv,header=flase`, `header='flase' (must be true or false)`",
        "`csv,mode=FAILFATS`, `mode='FAILFATS' (must be one of FAILFAST, PERMISSIVE`",
        "`csv,maxColumns=many`, `maxColumns='many' (must be a whole number)`",
        "`csv,samplingRatio=2`, `samplingRatio='2' (must be more than 0 and at most 1)`",
        "`csv,encoding=UTF-88`, `encoding='UTF-88' (must be a charset`"
      })
  void refusesWhatNoReaderKnows(String uri, String fault) {
    StoredInput input = input(uri);

    assertThatThrownBy(() -> FormatOptions.requireReadable(input))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void namesEveryFaultOfAnOutput() {
    DataLocation output = DataLocation.parse("csv,headr=false,quoteAll=yes:" + folder + "/out");

    assertThatThrownBy(() -> Connectors.output(output, Existing.REFUSE, StoredFiles.hadoop()))
        .isInstanceOfSatisfying(
            BadUsageException.class,
            refused ->
                assertThat(refused.faults())
                    .hasSize(2)
                    .allMatch(fault -> fault.startsWith("Cannot write '")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csv,HEADER=False,sep=;,ignoreMissingFiles=true",
        "csv,delimiter=;,mode=dropmalformed,samplingRatio=0.5",
        "json,multiLine=true,pathGlobFilter=*.json",
        "parquet,mergeSchema=true,parquet.block.size=1",
        "orc,recursiveFileLookup=true",
        "text,binary=true,wholetext=true"
      })
  void takesWhatSparkKnowsInAnyCase(String uri) {
    StoredInput input = input(uri);

    assertThatCode(() -> FormatOptions.requireReadable(input)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnOptionThatIsGivenTwice() {
    assertThatThrownBy(() -> input("csv,header=true,HEADER=false"))
        .isInstanceOf(BadUsageException.class)
        .hasMessageContaining("option 'HEADER' is given more than once");
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://b/x.csv, org.apache.hadoop:hadoop-aws:3",
    "s3://b/x.csv, write s3a: instead of it",
    "abfss://c@a.dfs.core.windows.net/x.csv, org.apache.hadoop:hadoop-azure:3",
    "wasbs://c@a.blob.core.windows.net/x.csv, org.apache.hadoop:hadoop-azure:3",
    "gs://b/x.csv, com.google.cloud.bigdataoss:gcs-connector:hadoop3-",
    "https://example.com/x.csv, download it first",
    "xyz://b/x.csv, no file system is installed for xyz:"
  })
  void namesThePackageOfAFileSystemThatIsNotInstalled(String uri, String advice) {
    assertThatThrownBy(() -> StoredFiles.find(uri))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot read '" + uri + "': ")
        .hasMessageContaining(advice);
    DataLocation output = DataLocation.parse(uri);
    assertThatThrownBy(() -> Connectors.output(output, Existing.REFUSE, StoredFiles.hadoop()))
        .isInstanceOf(BadUsageException.class)
        .hasMessageStartingWith("Cannot write '" + uri + "': ")
        .hasMessageContaining(advice);
  }
}
