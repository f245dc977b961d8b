#pragma once

#include "spacelist/importcolumnheads.h"
#include "spacelist/importsteps.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace parking::ui {

/// The import of a table in the page's place, in three steps: the file and how it is written, what
/// each of its lines would do, what was done. It takes values and tells wishes; until "Import" is
/// asked for nothing is written.
class ImportPage : public QFrame {
    Q_OBJECT

public:
    explicit ImportPage(const Theme &theme, QWidget *parent = nullptr);

    void begin(); ///< at the first step
    /// It takes a while; 0 lines: nobody knows how many there are.
    void setReading(int read, int lines);
    /// The answer to fileAsked() and formWanted().
    void setSheet(const QString &source, const domain::ImportSheet &sheet);
    enum class Bytes : quint8 { None, Some };
    /// `bytes`: whether there are any that could be read in another way.
    void setUnreadable(const QString &source, const QString &why, Bytes bytes);
    /// What stands at the site is not known, so neither what the lines would do.
    void setAway(const QString &source);
    bool waitsForLines() const { return m_isAway || m_isUnsure; } ///< they are to be read again
    void setImported(); ///< what was asked for is done
    void setTakenBack(bool isTakenBack); ///< what was done
    /// Nothing was written; `line`: of the file, that it is about, 0: none is.
    void setRefused(const QString &why, int line = 0);
    void setUnsure(); ///< nobody knows whether it was written
    const ImportLines &lines() const { return *m_lines; }
    ImportTable &table() { return *m_table; }
    QList<QWidget *> panes() const; ///< F6

Q_SIGNALS:
    void fileAsked(); ///< that is still to be chosen
    void fileDropped(const QString &path);
    void formWanted(const parking::domain::SheetForm &form); ///< the same file, read so
    void readingUnwanted(); ///< it takes too long
    void importAsked(const parking::domain::ImportSheet &sheet);
    void wrongAsked(const parking::domain::ImportSheet &sheet); ///< save its wrong lines
    void showAsked(const QSet<parking::domain::SpaceId> &spaces); ///< that were imported
    void closed();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum Step { File, Preview, Result };
    /// What the foot says first.
    struct Foot {
        QString icon;
        QLatin1StringView role;
        QString first; ///< strong
        QString then;
    };

    QWidget *makeHead();
    QWidget *makeReading();
    QWidget *makeFile();
    QWidget *makeDrop(QWidget *page);
    QWidget *makeHow(QWidget *page);
    QWidget *makePreview();
    QWidget *makeChips(QWidget *page);
    QWidget *makeResult();
    QWidget *makeFoot();
    void showStep(Step step);
    void want(const domain::SheetForm &form);
    void chooseColumn(int place, const QString &column);
    void next();
    void endReading();
    void cancelReading();
    void showForm();
    void paintSigns();
    void refresh();
    void refreshChips();
    void refreshFirstLines();
    void refreshFoot();
    Foot footOfPreview() const;
    void readOtherwise(const QComboBox *chosen);
    void noteGuesses(const domain::ImportSheet &sheet);

    const Theme &m_theme;
    ImportLines *m_lines;
    domain::SheetForm m_form; ///< that is wanted
    domain::SheetForm m_shown; ///< of the lines that are shown
    QStringList m_guessed; ///< of each column, by its name in the file
    QHash<int, QString> m_chosen; ///< by somebody, in m_form
    QHash<int, QString> m_shownChosen; ///< in m_shown
    QString m_source;
    Step m_step = File;
    bool m_isReading = false;
    bool m_isImporting = false;
    bool m_isAway = false; ///< what stands is not known
    bool m_isUnsure = false; ///< nor whether anything was written
    QString m_refusal; ///< of the last import
    QLabel *m_file;
    QLabel *m_about;
    ImportSteps *m_steps;
    QWidget *m_reading;
    QProgressBar *m_bar;
    QLabel *m_read;
    QStackedWidget *m_stack;
    QPushButton *m_choose;
    QWidget *m_how; ///< how the file is written
    QComboBox *m_coding;
    QComboBox *m_separator;
    QComboBox *m_header;
    QTableWidget *m_first; ///< lines
    QLabel *m_unreadable;
    QList<QPushButton *> m_kinds;
    QPushButton *m_floors;
    QLabel *m_written;
    ImportTable *m_table;
    ImportColumnHeads *m_heads;
    QFrame *m_verdict;
    QLabel *m_sign;
    QLabel *m_done;
    QLabel *m_doneThen;
    QWidget *m_foot;
    QLabel *m_footSign;
    QLabel *m_footFirst;
    QLabel *m_footThen;
    QPushButton *m_back;
    QPushButton *m_save;
    QPushButton *m_next;
};

} // namespace parking::ui
