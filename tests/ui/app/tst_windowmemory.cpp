// The window as it was left, and a first one that fits any screen: by the real program.

#include "base/literals.h"
#include "testmain.h"
#include "testpaths.h"
#include "testprocess.h"

#include <QDataStream>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRect>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;

namespace {

constexpr int kPatience = 60'000; // ms: for slow machines only

/// What QWidget::saveGeometry() wrote of the frame.
QRect frameOf(const QByteArray &geometry)
{
    QDataStream stream(geometry);
    quint32 magic = 0;
    quint32 version = 0;
    QRect frame;
    stream >> magic >> version >> frame;
    return frame;
}

} // namespace

class TestWindowMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void questionsNeedNoDisplay_data();
    void questionsNeedNoDisplay();
    void firstWindowFitsTheScreen_data();
    void firstWindowFitsTheScreen();
    void comesBackAfterSigterm();

private:
    /// Starts the window on a screen of so many pixels, and ends it by SIGTERM when `ready`.
    void run(const QSize &screen, double scale, const std::function<bool()> &ready);
    QString memory() const { return m_folder->filePath(u"config/smart-parking/window.ini"_s); }
    QVariant remembered(const QString &key) const
    {
        return QSettings(memory(), QSettings::IniFormat).value(key);
    }
    void import();

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWindowMemory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestWindowMemory::run(const QSize &screen, double scale, const std::function<bool()> &ready)
{
    QFile screens(m_folder->filePath(u"screens.json"_s));
    QVERIFY(screens.open(QIODevice::WriteOnly));
    screens.write(u"{\"screens\": [{\"name\": \"only\", \"x\": 0, \"y\": 0, \"width\": %1, "
                  "\"height\": %2, \"logicalDpi\": 96, \"logicalBaseDpi\": 96, \"dpr\": 1}]}"_s
                      .arg(screen.width())
                      .arg(screen.height())
                      .toUtf8());
    screens.close();
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen:configfile="_s + screens.fileName());
    environment.insert(u"QT_SCALE_FACTOR"_s, QString::number(scale));
    environment.insert(u"XDG_CONFIG_HOME"_s, m_folder->filePath(u"config"_s));
    environment.insert(u"HOME"_s, m_folder->path());
    window.setProcessEnvironment(environment);
    window.setWorkingDirectory(m_folder->path());
    test::tie(window);
    window.start(test::programPath(u"smart-parking"_s),
                 {u"--set"_s, u"DATA_DIR="_s + m_folder->filePath(u"data"_s)});
    QVERIFY(window.waitForStarted(kPatience));
    QTRY_VERIFY2_WITH_TIMEOUT(ready() || window.state() == QProcess::NotRunning,
                              window.readAllStandardError(), kPatience);
    window.terminate(); // SIGTERM
    QVERIFY2(window.waitForFinished(kPatience), window.readAllStandardError());
    QCOMPARE(window.exitStatus(), QProcess::NormalExit);
    QCOMPARE(window.exitCode(), 0);
}

void TestWindowMemory::questionsNeedNoDisplay_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("answer");
    QTest::newRow("help") << QStringList{u"--help"_s} << u"--kiosk"_s;
    QTest::newRow("short help") << QStringList{u"-h"_s} << u"--kiosk"_s;
    QTest::newRow("version") << QStringList{u"--version"_s} << u"smart-parking "_s;
    QTest::newRow("beside others") << QStringList{u"--demo"_s, u"-v"_s} << u"smart-parking "_s;
}

/// On a server, or before anybody logged in.
void TestWindowMemory::questionsNeedNoDisplay()
{
    QFETCH(const QStringList, words);
    QFETCH(const QString, answer);
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.remove(u"DISPLAY"_s);
    environment.remove(u"WAYLAND_DISPLAY"_s);
    program.setProcessEnvironment(environment);
    test::tie(program);
    program.start(test::programPath(u"smart-parking"_s), words);
    QVERIFY2(program.waitForFinished(kPatience), program.readAllStandardError());
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(QString::fromUtf8(program.readAllStandardOutput()).contains(answer));
}

void TestWindowMemory::firstWindowFitsTheScreen_data()
{
    QTest::addColumn<QSize>("screen");
    QTest::addColumn<double>("scale");
    QTest::newRow("1366x768") << QSize(1366, 768) << 1.0;
    QTest::newRow("1366x768 at 125 %") << QSize(1366, 768) << 1.25;
    QTest::newRow("1366x768 at 200 %") << QSize(1366, 768) << 2.0;
    QTest::newRow("1920x1080 at 175 %") << QSize(1920, 1080) << 1.75;
}

void TestWindowMemory::firstWindowFitsTheScreen()
{
    QFETCH(const QSize, screen);
    QFETCH(const double, scale);
    run(screen, scale, [this] { return QFile::exists(memory()); });
    const QRect frame = frameOf(remembered(u"geometry"_s).toByteArray());
    QVERIFY(!frame.isEmpty());
    // A screen has whole logical pixels too.
    QVERIFY2(frame.width() <= qRound(screen.width() / scale)
                 && frame.height() <= qRound(screen.height() / scale),
             qPrintable(u"%1 x %2"_s.arg(frame.width()).arg(frame.height())));
}

/// Page, place and theme of the last time; what a signal ends is written too.
void TestWindowMemory::comesBackAfterSigterm()
{
    import();
    QVERIFY(QDir().mkpath(QFileInfo(memory()).path()));
    {
        QSettings before(memory(), QSettings::IniFormat);
        before.setValue(u"building"_s, u"Main"_s);
        before.setValue(u"floor"_s, u"B1"_s);
        before.setValue(u"page"_s, u"health"_s);
        before.setValue(u"theme"_s, u"dark"_s);
    }
    const auto written = [this] { return !remembered(u"geometry"_s).toByteArray().isEmpty(); };
    run({1366, 768}, 1, written);
    for (int time = 0; time < 2; ++time) {
        QCOMPARE(remembered(u"building"_s).toString(), u"Main"_s);
        QCOMPARE(remembered(u"floor"_s).toString(), u"B1"_s);
        QCOMPARE(remembered(u"page"_s).toString(), u"health"_s);
        QCOMPARE(remembered(u"theme"_s).toString(), u"dark"_s);
        QSettings(memory(), QSettings::IniFormat).remove(u"geometry"_s); // written: it is up
        run({1366, 768}, 1, written);
    }
}

void TestWindowMemory::import()
{
    QFile csv(m_folder->filePath(u"spaces.csv"_s));
    QVERIFY(csv.open(QIODevice::WriteOnly));
    csv.write("code,building,floor\nA,Main,G\nB,Main,B1\nC,Main,1\n");
    csv.close();
    const test::Finished done = test::run(test::programPath(u"parkctl"_s),
                                          {u"spaces"_s, u"import"_s, csv.fileName(), u"--set"_s,
                                           u"DATA_DIR="_s + m_folder->filePath(u"data"_s)});
    QVERIFY2(done.exitCode == 0, qPrintable(done.err));
}

PARKING_TEST(TestWindowMemory)
#include "tst_windowmemory.moc"
