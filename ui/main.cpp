// smart-parking: the composition root. Parse, build, execute.

#include "app/commandline.h"
#include "app/demo.h"
#include "app/kiosk.h"
#include "app/refusal.h"
#include "app/review.h"
#include "app/session.h"
#include "app/shots.h"
#include "app/translation.h"
#include "app/windowmemory.h"
#include "base/literals.h"
#include "base/person.h"
#include "base/privatefile.h"
#include "base/terminationsignal.h"
#include "base/utf8console.h"
#include "settings/engineoptions.h"
#include "settings/ownsettings.h"

#include <QApplication>
#include <QProcessEnvironment>

#include <cstdio>

using namespace parking;

int main(int argc, char **argv)
{
    makeFilesPrivate();
    const Utf8Console console;
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"smart-parking"_s);
    QApplication::setApplicationDisplayName(u"Smart Parking"_s);
    QApplication::setApplicationVersion(QStringLiteral(PARKING_VERSION));
    ui::translate(application);
    const Result<ui::CommandLine> line = ui::readCommandLine();
    if (!line)
        return ui::showRefusal(application, line.error());

    if (!line->review.isEmpty())
        return ui::runReview(application, line->review);
    if (line->kiosk)
        return ui::runKiosk(application, *line);

    engine::EngineOptions options = settings::engineOptions(line->settings);
    options.version = QStringLiteral(PARKING_VERSION);
    std::unique_ptr<ui::Demo> demo;
    if (line->demo) {
        demo = std::make_unique<ui::Demo>();
        if (const Result<> prepared = demo->prepare(options); !prepared)
            return ui::showRefusal(application, prepared.error());
    }

    SystemClock clock;
    ui::Theme theme(application);
    ui::SiteModel model;
    ui::Situation situation;
    ui::Notices notices;
    ui::OperatorWindow window(model, situation, notices, theme);
    situation.setRole(demo ? QObject::tr("Demo") : QObject::tr("Operator"), false);
    read::ReadThread reads(options.databaseUrl);
    read::ReadThread longReads(options.databaseUrl);
    engine::EngineThread engine(options);
    const QString person = personName(QProcessEnvironment::systemEnvironment(), u"operator"_s);
    settings::OwnSettings own(line->words, line->table);
    ui::Session session(
        {engine, reads, clock, person, demo != nullptr, &longReads, demo ? nullptr : &own}, window);
    if (demo)
        QObject::connect(&engine, &engine::EngineThread::started, demo.get(),
                         [&] { demo->run(engine); });
    std::unique_ptr<ui::Shots> shots;
    if (!line->shots.isEmpty())
        shots = std::make_unique<ui::Shots>(window, line->shots);
    QObject::connect(&engine, &engine::EngineThread::failed, &application, [&](const Error &error) {
        std::fprintf(stderr, "smart-parking: %s\n", error.detail.toUtf8().constData());
        if (shots)
            QApplication::exit(1);
    });

    QObject::connect(&window, &ui::MainWindow::archiveDropped, &window,
                     [](const QString &path) { ui::startReview(path); });
    std::unique_ptr<ui::WindowMemory> memory; // the demo and pictures neither read nor write it
    if (!demo && !shots) {
        memory = std::make_unique<ui::WindowMemory>(window);
        memory->restore();
    }
    // Asked to end (a logout, systemd): at once and in order. The layout that somebody edits is not
    // asked about, for nobody may be there to answer.
    const TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, &application,
                     [] { QApplication::exit(0); });
    window.show();
    if (!line->warnings.isEmpty())
        notices.tell(line->warnings.join(u'\n'));
    engine.start();
    const int code = QApplication::exec();
    if (memory)
        memory->save();
    engine.stop();
    return code;
}
