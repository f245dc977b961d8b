// smart-parking: the composition root. Parse, build, execute.

#include "app/commandline.h"
#include "app/kiosk.h"
#include "app/program.h"
#include "app/refusal.h"
#include "app/review.h"
#include "app/translation.h"
#include "base/literals.h"
#include "base/privatefile.h"
#include "base/terminationsignal.h"
#include "base/utf8console.h"

#include <QApplication>
#include <QIcon>

using namespace parking;

int main(int argc, char **argv)
{
    makeFilesPrivate();
    const Utf8Console console;
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QCoreApplication::setApplicationName(u"smart-parking"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(PARKING_VERSION));
    ui::answerQuestions(argc, argv);
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(u"Smart Parking"_s);
    QApplication::setWindowIcon(QIcon(u":/smart-parking.svg"_s));
    QGuiApplication::setDesktopFileName(u"smart-parking"_s); // by it Wayland finds the icon
    ui::translate(application);
    const Result<ui::CommandLine> line = ui::readCommandLine();
    if (!line)
        return ui::showRefusal(application, line.error());

    if (!line->review.isEmpty())
        return ui::runReview(application, line->review);
    if (line->kiosk)
        return ui::runKiosk(application, *line);

    ui::Theme theme(application);
    ui::Program program(*line, theme);
    if (const Result<> begun = program.begin(); !begun)
        return ui::showRefusal(application, begun.error());
    // Asked to end (a logout, systemd): at once and in order. The layout that somebody edits is not
    // asked about, for nobody may be there to answer.
    const TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, &application,
                     [] { QApplication::exit(0); });
    return QApplication::exec();
}
