// smart-parking: the composition root. Options and settings, engine, window, demo, screenshots.

#include "app/session.h"
#include "app/shots.h"
#include "base/literals.h"
#include "engine/enginethread.h"
#include "settings/engineoptions.h"
#include "settings/settings.h"
#include "sim/demo.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QLibraryInfo>
#include <QSettings>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>

using namespace parking;

namespace {

struct Options {
    bool demo = false;
    QString shots;
    settings::Settings settings;
};

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Live map, lamps and history for car parks with LoRaWAN sensors."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({{u"demo"_s, u"A simulated car park; needs no server."_s},
                       {u"shots"_s, u"Leave pictures of the pages in DIR and quit."_s, u"DIR"_s},
                       {u"config"_s, u"Settings file (INI)."_s, u"FILE"_s},
                       {u"set"_s, u"One setting; may be given again."_s, u"KEY=VALUE"_s}});
}

Result<Options> readOptions(const QCommandLineParser &parser)
{
    Options options;
    options.demo = parser.isSet(u"demo"_s);
    options.shots = parser.value(u"shots"_s);
    QList<settings::Source> sources = settings::systemSources(parser.value(u"config"_s));
    settings::Source line;
    for (const QString &pair : parser.values(u"set"_s))
        line.insert(pair.section(u'=', 0, 0), {pair.section(u'=', 1), u"command line"_s});
    sources.append(line);
    Result<settings::Loaded> loaded = settings::load(sources, settings::defaultDataDir());
    if (!loaded)
        return loaded.error();
    options.settings = loaded->settings;
    return options;
}

/// The demo's history goes in as fast as the database takes it, some hundred at a time so that
/// the window lives meanwhile; then messages follow as time passes.
void runDemo(engine::EngineThread &engine, sim::Demo &demo)
{
    const domain::SiteSnapshot site = demo.site();
    const QList<sim::SimMessage> history = demo.history(3);
    engine.ask([](engine::Engine &e) { e.holdLamps(true); }); // they are to show the present
    engine.ask([site](engine::Engine &e) { return e.createSite(site); });
    constexpr qsizetype kChunk = 1000;
    for (qsizetype from = 0; from < history.size(); from += kChunk) {
        QList<journal::JournalRecord> records;
        for (const sim::SimMessage &message : history.mid(from, kChunk))
            records.append(
                {{}, message.deliverAt, {message.topic, message.payload, 1, false, false}});
        engine.ask([records](engine::Engine &e) { return e.ingestHistory(records); });
    }
    QList<domain::SpaceId> closed;
    for (qsizetype i = 12; i < site.spaces.size(); i += 61)
        closed.append(site.spaces[i].id);
    domain::Override maintenance;
    maintenance.reason = QObject::tr("floor marking");
    maintenance.actor = QObject::tr("demo");
    engine.ask([=](engine::Engine &e) {
        return e.setOverrides(domain::overridesOf(closed, maintenance), maintenance.actor);
    });
    engine.ask([](engine::Engine &e) { e.holdLamps(false); });
    engine.ask([](engine::Engine &e) { return e.journal(); })
        .then(&demo, [&demo](journal::Journal *journal) {
            demo.start([journal](const mqtt::MqttMessage &message) {
                journal->append(message, systemNow());
            });
        });
}

/// English first, for its plurals; then the language of the user where there is one.
void translate(QApplication &application)
{
    const auto install = [&application](const QLocale &locale, const QString &name,
                                        const QString &folder) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, name, u"_"_s, folder))
            QApplication::installTranslator(translator);
    };
    const QString ours = u":/translations"_s;
    install(QLocale(QLocale::English), u"smart-parking"_s, ours);
    install(QLocale(), u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QLocale(), u"smart-parking"_s, ours);
}

/// The window as it was left: its size, its theme. The demo and pictures neither read nor write it.
class WindowMemory {
public:
    WindowMemory(ui::MainWindow &window, ui::Theme &theme)
        : m_window(window), m_theme(theme),
          m_file(QSettings::IniFormat, QSettings::UserScope, u"smart-parking"_s, u"window"_s)
    {
    }

    void restore()
    {
        const QString choice = m_file.value(u"theme"_s).toString();
        m_theme.setChoice(choice == u"light"      ? ui::ThemeChoice::Light
                              : choice == u"dark" ? ui::ThemeChoice::Dark
                                                  : ui::ThemeChoice::System);
        m_window.restoreGeometry(m_file.value(u"geometry"_s).toByteArray());
    }
    void save()
    {
        const ui::ThemeChoice choice = m_theme.choice();
        m_file.setValue(u"theme"_s,
                        choice == ui::ThemeChoice::Light      ? u"light"_s
                            : choice == ui::ThemeChoice::Dark ? u"dark"_s
                                                              : u"system"_s);
        m_file.setValue(u"geometry"_s, m_window.saveGeometry());
    }

private:
    ui::MainWindow &m_window;
    ui::Theme &m_theme;
    QSettings m_file;
};

int refuse(const Error &error)
{
    std::fprintf(stderr, "smart-parking: %s\n", error.detail.toUtf8().constData());
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"smart-parking"_s);
    QApplication::setApplicationDisplayName(u"Smart Parking"_s);
    QApplication::setApplicationVersion(QStringLiteral(PARKING_VERSION));
    translate(application);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const Result<Options> options = readOptions(parser);
    if (!options)
        return refuse(options.error());

    QTemporaryDir demoFolder; // the demo leaves nothing behind
    std::unique_ptr<sim::Demo> demo;
    engine::EngineOptions engineOptions = settings::engineOptions(options->settings);
    engineOptions.version = QStringLiteral(PARKING_VERSION);
    if (options->demo) {
        engineOptions.databaseUrl = u"sqlite://"_s + demoFolder.filePath(u"demo.sqlite"_s);
        engineOptions.dataFolder = demoFolder.path();
        engineOptions.mqtt.reset();
        engineOptions.sync = journal::JournalSync::Never;
        demo = std::make_unique<sim::Demo>(500, 7, systemNow());
        const Result<QUrl> chirpstack = demo->startRest();
        if (!chirpstack)
            return refuse(chirpstack.error());
        engineOptions.chirpstack.emplace();
        engineOptions.chirpstack->rest.base = *chirpstack;
        engineOptions.chirpstack->rest.apiKey = u"demo"_s;
        engineOptions.chirpstack->perMinute = 0;
    }

    ui::Theme theme(application);
    ui::SiteModel model;
    ui::MainWindow window(model, theme);
    window.setRole(options->demo ? QObject::tr("Demo") : QObject::tr("Operator"), false);
    engine::EngineThread engine(engineOptions);
    read::ReadThread reads(engineOptions.databaseUrl);
    ui::Session session({engine, reads}, model, window,
                        qEnvironmentVariable("USER", u"operator"_s));

    if (demo) {
        QObject::connect(&engine, &engine::EngineThread::started, demo.get(),
                         [&] { runDemo(engine, *demo); });
    }
    std::unique_ptr<ui::Shots> shots;
    if (!options->shots.isEmpty())
        shots = std::make_unique<ui::Shots>(window, model, theme, options->shots);
    QObject::connect(&engine, &engine::EngineThread::failed, &application, [&](const Error &error) {
        refuse(error);
        if (shots)
            QApplication::exit(1);
    });

    std::unique_ptr<WindowMemory> memory;
    if (!options->demo && !shots) {
        memory = std::make_unique<WindowMemory>(window, theme);
        memory->restore();
    }
    window.show();
    engine.start();
    const int code = QApplication::exec();
    if (memory)
        memory->save();
    if (demo)
        demo.reset(); // before the journal it writes to
    engine.stop();
    return code;
}
