#pragma once

#include "base/error.h"
#include "review/periodfields.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace parking::ui {

/// What somebody wants in an archive.
struct ExportWish {
    UtcTime from;
    UtcTime to; ///< exclusive
    QString building; ///< empty: the whole site
    bool readings = false;
    bool bookings = false;
    bool downlinks = false;
    bool alarms = false;
    bool pictures = false;
    bool isRedacted = false;
    QString path;
};

/// A period into one file: what goes in, how large it gets, where to, how far it is, where it is.
/// While it is written the sheet stays, and "Cancel" leaves nothing.
class ExportSheet : public QDialog {
    Q_OBJECT

public:
    /// `folder`: where the file is proposed.
    ExportSheet(const QString &site, const QStringList &buildings, UtcTime now,
                const QString &folder, const Theme &theme, QWidget *parent);

    PeriodFields &period() { return *m_period; }
    ExportWish wish() const;
    void setEstimate(qint64 bytes, qint64 changes, qint64 readings, qint64 rows);
    void setNoEstimate(const QString &why);
    void setStarted();
    void setProgress(qint64 rows, bool isSealing);
    void setDone(const QString &path, qint64 bytes, UtcTime to);
    void setFailed(const Error &error);
    bool isRunning() const { return m_step == Step::Running; }

    void reject() override; ///< not while it is written: "Cancel" alone ends that

Q_SIGNALS:
    void estimateWanted(); ///< of wish()
    void exportWanted(); ///< of wish()
    void cancelWanted();
    void openWanted(const QString &path); ///< the archive
    void folderWanted(const QString &path); ///< that it is in

private:
    enum class Step { Asking, Running, Done };

    void build(const QString &site, const QStringList &buildings);
    QWidget *makeParts();
    QWidget *makePlace();
    QWidget *makeButtons();
    void proposePath();
    void onChange();
    void setStep(Step step);
    void refresh();

    const Theme &m_theme;
    const QString m_site;
    const QString m_folder;
    PeriodFields *m_period;
    QComboBox *m_building;
    QWidget *m_parts;
    QCheckBox *m_readings;
    QCheckBox *m_bookings;
    QCheckBox *m_downlinks;
    QCheckBox *m_alarms;
    QCheckBox *m_pictures;
    QCheckBox *m_redacted;
    QLabel *m_persons;
    QLabel *m_size;
    QWidget *m_place;
    QLineEdit *m_path;
    QProgressBar *m_bar;
    QLabel *m_words;
    QPushButton *m_export;
    QPushButton *m_cancel;
    QPushButton *m_open;
    QPushButton *m_show;
    QPushButton *m_close;
    Step m_step = Step::Asking;
    bool m_isPathTyped = false;
    bool m_isCancelled = false;
    qint64 m_rows = 0; ///< that are to be copied, by the estimate
    QString m_done; ///< the file
};

} // namespace parking::ui
